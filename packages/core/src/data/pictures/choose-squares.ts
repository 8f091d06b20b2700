import type { RandomStream } from '@aigc/plugin-api';
import { BatchOrder } from './batch-order.js';
import type { StoredPicture } from './picture-store.js';
import type { Region } from './split-pictures.js';

/** One square of a batch: where it is cut out of which picture, and the seed of its augmentation. */
export interface Square {
  readonly picture: number;
  readonly left: number;
  readonly top: number;
  /** 0 to 2^32 - 1. */
  readonly seed: number;
}

/** Squares of batch `index`, which counts from 0. */
export type SquareChooser = (index: number, batchSize: number) => readonly Square[];

/** Every region once an epoch, in a new random order, at random places and with random seeds. The index alone decides. */
export function randomSquares(
  { pictures, regions, size }: { pictures: readonly StoredPicture[]; regions: readonly Region[]; size: number },
  stream: RandomStream,
): SquareChooser {
  const order = new BatchOrder(stream, regions.length);
  const places = stream.fork('places');
  const seeds = stream.fork('augment');
  return (index, batchSize) => {
    const drawn = places.at(index).uniform(2 * batchSize);
    const halves = seeds.at(index).uniform(2 * batchSize);
    return Array.from(order.indices(index + 1, batchSize), (member, row) => {
      const { picture, top, height } = regions[member] as Region;
      const { width } = pictures[picture] as StoredPicture;
      const [across, down] = [drawn[2 * row] as number, drawn[2 * row + 1] as number];
      const [high, low] = [halves[2 * row] as number, halves[2 * row + 1] as number];
      return {
        picture,
        left: Math.floor(across * (width - size + 1)),
        top: top + Math.floor(down * (height - size + 1)),
        seed: Math.floor(high * 2 ** 16) * 2 ** 16 + Math.floor(low * 2 ** 16),
      };
    });
  };
}

/** All squares that fit side by side into the regions, in order. */
export function everySquare(pictures: readonly StoredPicture[], regions: readonly Region[], size: number): readonly Square[] {
  return regions.flatMap(({ picture, top, height }) => {
    const columns = Math.floor((pictures[picture] as StoredPicture).width / size);
    const rows = Math.floor(height / size);
    return Array.from({ length: columns * rows }, (_, i) => ({
      picture,
      left: (i % columns) * size,
      top: top + Math.floor(i / columns) * size,
      seed: 0,
    }));
  });
}
