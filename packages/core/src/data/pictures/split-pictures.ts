import type { DataPart } from '../dataset.js';
import { type HoldOut, heldOut, lastHeldOut } from '../held-out.js';
import type { StoredPicture } from './picture-store.js';

/** A strip of rows of a picture, all of its width. */
export interface Region {
  /** Index of the picture. */
  readonly picture: number;
  /** First row. */
  readonly top: number;
  readonly height: number;
}

/** How pictures are split. */
export interface SplitOptions {
  /** Share that is held out, 0 to 1. */
  readonly validationShare: number;
  readonly holdOut: HoldOut;
  /** Side of the squares that are cut out, undefined where pictures are used whole. */
  readonly cropSize: number | undefined;
}

type Parts = { readonly [part in DataPart]: readonly Region[] };

// What is left to train on after a strip is held out must be room for squares at more than one height.
const LEAST_SQUARES = 3;

/**
 * Splits pictures into what is learnt from and what is held out: whole pictures by their hashes or the last ones, or, where
 * squares are cut out of large ones, the lowest rows of each, so that one picture is enough and no square lies in both parts.
 */
export function splitPictures(pictures: readonly StoredPicture[], { validationShare, holdOut, cropSize }: SplitOptions): Parts {
  const whole = (index: number): Region => ({ picture: index, top: 0, height: (pictures[index] as StoredPicture).height });
  const isTall = ({ height }: StoredPicture): boolean => cropSize !== undefined && height >= LEAST_SQUARES * cropSize;
  if (validationShare === 0 || cropSize === undefined || !pictures.every(isTall)) {
    const { train, validation } = (holdOut === 'last' ? lastHeldOut : heldOut)(pictures, validationShare);
    return { train: Array.from(train, whole), validation: Array.from(validation, whole) };
  }
  const strip = ({ height }: StoredPicture): number => Math.max(cropSize, Math.round(validationShare * height));
  const train = pictures.map((picture, index) => ({ ...whole(index), height: picture.height - strip(picture) }));
  const validation = pictures.map((picture, index) => ({
    picture: index,
    top: picture.height - strip(picture),
    height: strip(picture),
  }));
  return { train, validation };
}
