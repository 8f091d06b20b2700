import type { DataFile } from './data-manifest.js';
import type { DataPart } from './dataset.js';

/**
 * Splits files into what is learnt from and what is held out, by their hashes: adding a file moves no other one, and copies of a
 * file stay together.
 *
 * @param share of the files that is held out, 0 to 1, on average
 * @returns indices into `files`
 */
export function heldOut(files: readonly DataFile[], share: number): { readonly [part in DataPart]: Uint32Array } {
  const isHeldOut = ({ sha256 }: DataFile): boolean => Number.parseInt(sha256.slice(0, 8), 16) < share * 2 ** 32;
  const indices = files.map((_, index) => index);
  const validation = indices.filter((index) => isHeldOut(files[index] as DataFile));
  const train = indices.filter((index) => !isHeldOut(files[index] as DataFile));
  return { train: Uint32Array.from(train), validation: Uint32Array.from(validation) };
}
