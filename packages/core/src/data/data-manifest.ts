import { sha256 } from '../storage/sha256.js';
import type { BadFile } from './find-image-files.js';

/** Which files a model was trained on. */
export interface DataManifest {
  /** Version of this layout. */
  readonly data: 1;
  /** `dataHash` of the files and how they were read. */
  readonly hash: string;
  /** Side of the decoded pictures in pixels. */
  readonly size: number;
  readonly channels: 1 | 3;
  /** RGB, 0 to 255, that transparent pixels were laid over. */
  readonly background: readonly [number, number, number];
  /** In reading order; the path is relative to the folder. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
  /** Broken files that were left out. */
  readonly skipped: readonly BadFile[];
}

/** Hexadecimal sha256 of everything that decides the pixels a model sees, and their order. */
export function dataHash(manifest: Omit<DataManifest, 'hash' | 'skipped' | 'data'>): string {
  const { size, channels, background, files } = manifest;
  return sha256(JSON.stringify([size, channels, background, files.map((file) => [file.path, file.sha256])]));
}
