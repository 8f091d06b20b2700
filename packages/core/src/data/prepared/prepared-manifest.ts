// Codes: E-DATA-030 the manifest is damaged, -031 a pixel file is missing or of another size.
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatasetError } from '@aigc/plugin-api';
import { sha256 } from '../../storage/sha256.js';
import type { BadFile } from '../bad-file.js';
import type { StoredPicture } from '../pictures/picture-store.js';
import type { PicturePolicy } from '../pictures/read-pictures.js';

/** The file that makes a folder a prepared one. */
export const PREPARED_FILE = 'prepared.json';

/** Where the pixels of a picture are. */
export interface PixelPlace {
  /** Index into `chunks`. */
  readonly chunk: number;
  /** In bytes. */
  readonly offset: number;
  /** Of the pixels, checked whenever they are read. */
  readonly crc32: number;
}

/** A file of pixels. */
export interface PixelChunk {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** `prepared.json`: what a prepared folder holds. */
export interface PreparedManifest {
  /** Version of this layout. */
  readonly prepared: 1;
  /** What it was made from: kind of source and last name of its path. */
  readonly source: { readonly kind: string; readonly name: string };
  readonly policy: PicturePolicy;
  /** In the order of their paths; `sha256` is that of the file that each was decoded from. */
  readonly pictures: readonly (StoredPicture & PixelPlace)[];
  readonly skipped: readonly BadFile[];
  readonly chunks: readonly PixelChunk[];
}

/** Text of the file: the manifest, and the sha256 of its own JSON. */
export function serializePrepared(manifest: PreparedManifest): string {
  return JSON.stringify({ ...manifest, sha256: sha256(JSON.stringify(manifest)) });
}

/** Is this a folder that `aigc data prepare` wrote? */
export async function isPreparedFolder(path: string): Promise<boolean> {
  return stat(join(resolve(path), PREPARED_FILE)).then(
    (file) => file.isFile(),
    () => false,
  );
}

/**
 * Reads the manifest of a prepared folder and looks at the sizes of its files; their content is checked as it is read.
 *
 * @throws DatasetError E-DATA-030, -031 (exit 10)
 */
export async function readPrepared(folder: string): Promise<PreparedManifest> {
  const path = join(resolve(folder), PREPARED_FILE);
  const manifest = parsePrepared(await readFile(path, 'utf8'), path);
  for (const { file, bytes } of manifest.chunks) {
    const size = await stat(join(resolve(folder), file)).then(
      (found) => found.size,
      () => undefined,
    );
    if (size === bytes) continue;
    const what = size === undefined ? 'is missing' : `has ${size} bytes instead of ${bytes}`;
    throw new DatasetError('E-DATA-031', `the pixel file ${file} ${what}`, { path: resolve(folder), hints: PREPARE_AGAIN });
  }
  return manifest;
}

/** What helps against every damage of a prepared folder. */
export const PREPARE_AGAIN = ['prepare the data again with `aigc data prepare`'];

function parsePrepared(text: string, path: string): PreparedManifest {
  const damaged = (reason: string, cause?: unknown) =>
    new DatasetError('E-DATA-030', `the manifest of the prepared data is damaged: ${reason}`, {
      path,
      hints: PREPARE_AGAIN,
      cause,
    });
  let parsed: (PreparedManifest & { readonly sha256: string }) | null;
  try {
    parsed = JSON.parse(text) as typeof parsed;
  } catch (cause) {
    throw damaged('it is not JSON', cause);
  }
  if (typeof parsed !== 'object' || parsed === null) throw damaged('it is not an object');
  const { sha256: written, ...manifest } = parsed;
  if (manifest.prepared !== 1) throw damaged(`its layout is ${String(manifest.prepared)}, not 1`);
  if (sha256(JSON.stringify(manifest)) !== written) throw damaged('its sha256 differs');
  return manifest;
}
