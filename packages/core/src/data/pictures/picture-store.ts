import type { DataFile } from '../data-manifest.js';
import type { PreparedManifest } from '../prepared/prepared-manifest.js';

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
  /** What another thread needs to read them too. */
  share(): SharedPictures;
}

/** Pictures as they are passed to another thread; those in memory are not copied. */
export type SharedPictures =
  | { readonly kind: 'memory'; readonly pictures: readonly StoredPicture[]; readonly pixels: readonly Uint8Array[] }
  | { readonly kind: 'prepared'; readonly folder: string; readonly manifest: PreparedManifest };

/** 1 where all pictures are grey, else 3. */
export function channelsOf(pictures: readonly StoredPicture[]): 1 | 3 {
  return pictures.every(({ channels }) => channels === 1) ? 1 : 3;
}
