import type { DataFile } from './data-manifest.js';
import type { DataPart } from './dataset.js';

/** Which files are held out: those that their hashes choose, or the last ones, for sets whose order was made for it. */
export type HoldOut = 'hash' | 'last';

/** The last files held out: how MNIST and its like are split in publications. @returns indices into `files` */
export function lastHeldOut(files: readonly DataFile[], share: number): { readonly [part in DataPart]: Uint32Array } {
  const indices = Uint32Array.from(files.keys());
  const trained = files.length - Math.round(files.length * share);
  return { train: indices.subarray(0, trained), validation: indices.subarray(trained) };
}

/**
 * Splits files into what is learnt from and what is held out, by their hashes: adding a file moves no other one, and copies of a
 * file stay together. Where chance holds nothing out, the file with the lowest hash is.
 *
 * @param share of the files that is held out, 0 to 1, on average
 * @returns indices into `files`
 */
export function heldOut(files: readonly DataFile[], share: number): { readonly [part in DataPart]: Uint32Array } {
  const hashes = files.map(({ sha256 }) => Number.parseInt(sha256.slice(0, 8), 16));
  const lowest = hashes.reduce((least, hash) => Math.min(least, hash), Number.POSITIVE_INFINITY);
  const limit = share > 0 && files.length > 1 ? Math.max(share * 2 ** 32, lowest + 1) : 0;
  const indices = Uint32Array.from(files.keys());
  return {
    train: indices.filter((index) => (hashes[index] as number) >= limit),
    validation: indices.filter((index) => (hashes[index] as number) < limit),
  };
}
