import type { BadFile } from '../bad-file.js';
import type { FileSource } from '../sources/file-source.js';
import type { StoredPicture } from './picture-store.js';
import { type PicturePolicy, type ReadPicture, type ReadProgress, readPictures } from './read-pictures.js';
import { checkBadShare, checkMaxBad } from './too-many-bad.js';

/** How a source is read to its end. */
export interface GatherOptions<Place> extends ReadProgress {
  readonly policy: PicturePolicy;
  /** Share of broken files, 0 to 1, that is skipped; more stop the reading. Default 0.01. */
  readonly maxBad?: number | undefined;
  /** Takes the pixels, in the order of the source, and says where they are. */
  readonly keep: (picture: ReadPicture) => Place | Promise<Place>;
}

/** What was kept, and what was skipped; both in the order of their paths. */
export interface Gathered<Place> {
  readonly pictures: readonly (StoredPicture & { readonly place: Place })[];
  readonly skipped: readonly BadFile[];
}

/** Reads all pictures of a source. @throws DatasetError (exit 10) where too many of them are broken. */
export async function gatherPictures<Place>(source: FileSource, options: GatherOptions<Place>): Promise<Gathered<Place>> {
  const { policy, maxBad, keep, ...progress } = options;
  checkMaxBad(maxBad);
  const pictures: (StoredPicture & { readonly place: Place })[] = [];
  const skipped: BadFile[] = [];
  for await (const read of readPictures(source, policy, progress)) {
    if ('reason' in read) {
      skipped.push(read);
      continue;
    }
    const { path, sha256, image } = read;
    const { width, height } = image;
    pictures.push({ path, sha256, width, height, channels: image.channels as 1 | 3, place: await keep(read) });
  }
  const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1);
  skipped.sort(byPath);
  checkBadShare({ path: source.path, bad: skipped, total: pictures.length + skipped.length, maxBad });
  return { pictures: pictures.sort(byPath), skipped };
}
