import type { BadFile } from '../bad-file.js';
import type { PicturePolicy } from '../pictures/read-pictures.js';

/** Smallest, middle and largest of some numbers. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** `card.json`: what a data set of pictures is like, before a model learns from it. */
export interface DataCard {
  /** Version of this layout. */
  readonly card: 1;
  readonly source: { readonly path: string; readonly kind: string };
  /** What is made of each picture. */
  readonly policy: PicturePolicy;
  /** Usable pictures. */
  readonly count: number;
  readonly bad: readonly BadFile[];
  /** Of the files, in pixels. */
  readonly width: Spread;
  readonly height: Spread;
  /** The most frequent sizes. */
  readonly sizes: readonly { readonly width: number; readonly height: number; readonly count: number }[];
  /** Width over height. */
  readonly aspectRatio: Spread;
  /** How many pictures have equal channels, how many colour, and how many transparency. */
  readonly channels: { readonly grey: number; readonly color: number; readonly alpha: number };
  /** Endings of the file names, with counts; empty where pictures have no files. */
  readonly extensions: { readonly [extension: string]: number };
  /** Mean and standard deviation of each channel over all pixels of the squares, 0 to 1. */
  readonly pixels: { readonly mean: readonly number[]; readonly deviation: readonly number[] };
  /** In the order of their labels; empty without classes. */
  readonly classes: readonly { readonly name: string; readonly count: number }[];
  /** How a split by hash would hold out a tenth. */
  readonly split: { readonly validationShare: number; readonly train: number; readonly validation: number };
  /** Groups of paths of files with the same bytes. */
  readonly duplicates: readonly (readonly string[])[];
  /**
   * Groups of paths of other pictures that look alike: perceptual hashes that differ in at most `maxBits` of 64 bits, and 16 x 16
   * thumbnails in at most `maxLevels` of 255 grey levels (root mean square).
   */
  readonly nearDuplicates: {
    readonly maxBits: number;
    readonly maxLevels: number;
    readonly groups: readonly (readonly string[])[];
  };
  /** What changed since an index was written; undefined where none was given. */
  readonly changes?: DataChanges;
}

/** Files that are not as an index says. */
export interface DataChanges {
  /** Other bytes, or no longer readable. */
  readonly changed: readonly string[];
  readonly missing: readonly string[];
  readonly added: readonly string[];
}
