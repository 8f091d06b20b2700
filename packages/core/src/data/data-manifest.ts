import type { Named } from '@aigc/plugin-api';
import { sha256 } from '../storage/sha256.js';
import type { BadFile } from './bad-file.js';

/** Which files a model was trained on, and how they were read. */
export interface DataManifest {
  /** Version of this layout. */
  readonly data: 1;
  readonly kind: 'images' | 'text';
  /** `dataHash` of the files and how they were read. */
  readonly hash: string;
  /** Everything that decides what is made of the files: size, channels, background, share held out. */
  readonly reading: Named<unknown>;
  /** In reading order; the path is relative to the folder. */
  readonly files: readonly DataFile[];
  /** Broken files that were left out. */
  readonly skipped: readonly BadFile[];
}

/** One file of a data set. */
export interface DataFile {
  readonly path: string;
  readonly sha256: string;
}

/** Hexadecimal sha256 of everything that decides the examples a model sees, and their order. */
export function dataHash({ kind, reading, files }: Pick<DataManifest, 'kind' | 'reading' | 'files'>): string {
  return sha256(JSON.stringify([kind, reading, files.map((file) => [file.path, file.sha256])]));
}
