// Code: E-DATA-033 the pictures do not fit into memory.
import { totalmem } from 'node:os';
import { DatasetError } from '@aigc/plugin-api';
import type { BadFile } from '../bad-file.js';
import type { FileSource } from '../sources/file-source.js';
import { type GatherOptions, gatherPictures } from './gather-pictures.js';
import type { PictureStore } from './picture-store.js';

/** Pictures in memory that two threads can read. */
export interface MemoryPictures extends PictureStore {
  readonly skipped: readonly BadFile[];
}

const BLOCK_BYTES = 2 ** 24;
/** What is left is for the model and everything else. */
const MEMORY_SHARE = 0.6;

/** Decodes a whole source into memory. @throws DatasetError (exit 10) where too much of it is broken. */
export async function readIntoMemory(
  source: FileSource,
  options: Omit<GatherOptions<Uint8Array>, 'keep'>,
): Promise<MemoryPictures> {
  const blocks = new PixelBlocks(source.path, memoryForPictures());
  const { pictures, skipped } = await gatherPictures(source, { ...options, keep: ({ image }) => blocks.add(image.data) });
  const pixels = pictures.map(({ place }) => place);
  const stored = pictures.map(({ place: _, ...picture }) => picture);
  return {
    pictures: stored,
    skipped,
    read: (index) => pixels[index] as Uint8Array,
    share: () => ({ kind: 'memory', pictures: stored, pixels }),
  };
}

/** Packs pictures into few large buffers: an ArrayBuffer each would cost more than a small picture itself. */
class PixelBlocks {
  private block: Uint8Array = new Uint8Array(0);
  private used = 0;
  private total = 0;
  private readonly path: string;
  private readonly limit: number;

  constructor(path: string, limit: number) {
    this.path = path;
    this.limit = limit;
  }

  /** @throws DatasetError E-DATA-033 */
  add(pixels: Uint8Array): Uint8Array {
    this.total += pixels.length;
    if (this.total > this.limit) throw tooLarge(this.path, this.limit);
    if (this.used + pixels.length > this.block.length) {
      this.block = new Uint8Array(new SharedArrayBuffer(Math.max(BLOCK_BYTES, pixels.length)));
      this.used = 0;
    }
    const place = this.block.subarray(this.used, this.used + pixels.length);
    place.set(pixels);
    this.used += pixels.length;
    return place;
  }
}

/** Bytes, of what the machine has or this process may have. */
function memoryForPictures(): number {
  const allowed = process.constrainedMemory();
  return MEMORY_SHARE * Math.min(totalmem(), allowed > 0 ? allowed : Number.POSITIVE_INFINITY);
}

function tooLarge(path: string, limit: number): DatasetError {
  return new DatasetError('E-DATA-033', `the pictures take more than ${Math.floor(limit / 2 ** 20)} MiB of memory`, {
    path,
    note: 'nothing was written',
    hints: [`prepare them: \`aigc data prepare ${path} --out DIR\`; prepared data is read from disk as it is needed`],
  });
}
