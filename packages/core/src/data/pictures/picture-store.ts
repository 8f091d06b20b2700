import type { DataFile } from '../data-manifest.js';

/** A picture that is stored as pixels. */
export interface StoredPicture extends DataFile {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
}

/** Pictures in memory or on disk, in the order of their paths. */
export interface PictureStore {
  readonly pictures: readonly StoredPicture[];
  /** uint8 [height, width, channels] of picture `index`. Rejects with a DatasetError where it is damaged. */
  read(index: number): Uint8Array | Promise<Uint8Array>;
}

/** 1 where all pictures are grey, else 3. */
export function channelsOf(pictures: readonly StoredPicture[]): 1 | 3 {
  return pictures.every(({ channels }) => channels === 1) ? 1 : 3;
}
