// Code: E-DATA-005 too many broken files.
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { Image } from '@aigc/media/image';
import { AigcError, DatasetError, InvalidConfigError } from '@aigc/plugin-api';
import { sha256 } from '../storage/sha256.js';
import type { DataFile } from './data-manifest.js';
import { type BadFile, findImageFiles } from './find-image-files.js';
import { forEachBounded } from './for-each-bounded.js';

/** How a folder is read. */
export interface ReadImageFolderOptions {
  /** Side of the pictures in pixels; others are scaled to cover the square and cropped to its middle. */
  readonly size: number;
  /** RGB, 0 to 255, under transparent pixels. Default black. */
  readonly background?: readonly [number, number, number] | undefined;
  /** Share of broken files, 0 to 1, that is skipped with a warning; more stop the reading. Default 0.01. */
  readonly maxBad?: number | undefined;
  /** Called after each file. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops the reading: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Pictures of one size in memory. */
export interface DecodedImages {
  /** uint8 [N, size, size, channels]. */
  readonly pixels: Uint8Array;
  readonly size: number;
  /** 1 when all pictures are grey. */
  readonly channels: 1 | 3;
  /** Where each picture came from. */
  readonly files: readonly DataFile[];
  readonly skipped: readonly BadFile[];
}

const DEFAULT_MAX_BAD = 0.01;
const SHOWN_BAD_FILES = 5;
// 29 of 100 are not more than 0.29
const ROUNDING = 1e-9;

/**
 * Reads all images of a folder and its subfolders, in the order of their paths, as squares of one size; grey when all are grey.
 *
 * @throws DatasetError (exit 10) when there is nothing to read or more than `maxBad` of it is broken.
 */
export async function readImageFolder(dir: string, options: ReadImageFolderOptions): Promise<DecodedImages> {
  const { size, background = [0, 0, 0], maxBad = DEFAULT_MAX_BAD, onProgress, signal } = options;
  if (!(maxBad >= 0 && maxBad <= 1))
    throw new InvalidConfigError('E-CONFIG-102', `invalid share of broken files ${maxBad}: expected 0 to 1`);
  const root = resolve(dir);
  const found = await findImageFiles(dir);
  const total = found.images.length + found.refused.length;
  const bad: BadFile[] = [...found.refused];
  const hashes: (string | undefined)[] = new Array(found.images.length);
  const rgb = new Uint8Array(found.images.length * size * size * 3);
  const decode = await squareDecoder(size, background);
  let grey = true;
  let done = bad.length;
  await forEachBounded(found.images.length, availableParallelism() + 1, async (index) => {
    signal?.throwIfAborted();
    const path = found.images[index] as string;
    const read = await readOne(join(root, path), decode);
    if (typeof read === 'string') {
      bad.push({ path, reason: read });
    } else {
      rgb.set(read.image.data, index * size * size * 3);
      grey &&= read.grey;
      hashes[index] = read.hash;
    }
    onProgress?.(++done, total);
  });
  bad.sort((a, b) => (a.path < b.path ? -1 : 1));
  if (bad.length / total > maxBad + ROUNDING || bad.length === total) throw tooManyBad({ root, bad, total, maxBad });
  const files = found.images.flatMap((path, i) => (hashes[i] === undefined ? [] : [{ path, sha256: hashes[i] as string }]));
  const channels = grey ? 1 : 3;
  const pixels = compact(rgb, hashes, size * size, channels);
  return { pixels, size, channels, files, skipped: bad };
}

interface SquareImage {
  /** RGB. */
  readonly image: Image;
  readonly grey: boolean;
}

type SquareDecoder = (bytes: Uint8Array, name: string) => Promise<SquareImage>;

// The image library is loaded by the first folder that is read: `--help` does without.
async function squareDecoder(size: number, background: readonly [number, number, number]): Promise<SquareDecoder> {
  const { decodeImage, flattenAlpha, isGrey, resizeCover, toChannels } = await import('@aigc/media/image');
  return async (bytes, name) => {
    const cover = await resizeCover(await decodeImage(bytes, { name }), size, size);
    const flat = flattenAlpha(cover, background);
    return { image: toChannels(flat, 3), grey: isGrey(flat) };
  };
}

/** The decoded file, or why it is broken. */
async function readOne(path: string, decode: SquareDecoder): Promise<(SquareImage & { readonly hash: string }) | string> {
  try {
    const bytes = await readFile(path);
    return { ...(await decode(bytes, path)), hash: sha256(bytes) };
  } catch (error) {
    if (AigcError.isInstance(error)) return error.message;
    const errno = (error as NodeJS.ErrnoException).code;
    if (errno === undefined) throw error;
    return `the file cannot be read (${errno})`;
  }
}

/** Closes the gaps of broken files and keeps one channel of grey pictures. */
function compact(rgb: Uint8Array, hashes: readonly (string | undefined)[], area: number, channels: 1 | 3): Uint8Array {
  const count = hashes.filter((hash) => hash !== undefined).length;
  const pixels = new Uint8Array(count * area * channels);
  let to = 0;
  hashes.forEach((hash, index) => {
    if (hash === undefined) return;
    const image = rgb.subarray(index * area * 3, (index + 1) * area * 3);
    if (channels === 3) pixels.set(image, to);
    else for (let i = 0; i < area; i++) pixels[to + i] = image[i * 3] as number;
    to += area * channels;
  });
  return pixels;
}

function tooManyBad(facts: { root: string; bad: readonly BadFile[]; total: number; maxBad: number }): DatasetError {
  const { root, bad, total, maxBad } = facts;
  const shown = bad.slice(0, SHOWN_BAD_FILES).map((file) => `${file.path}: ${file.reason}`);
  const more = bad.length > shown.length ? `; and ${bad.length - shown.length} more` : '';
  const needed = Math.ceil((100 * bad.length) / total) / 100;
  const message = `${bad.length} of ${total} images cannot be used, more than ${100 * maxBad} %: ${shown.join('; ')}${more}`;
  const all = bad.length === total;
  return new DatasetError('E-DATA-005', message, {
    path: root,
    note: 'nothing was written',
    hints: [all ? 'choose another folder' : `remove or replace these files, or raise --max-bad to ${needed}`],
  });
}
