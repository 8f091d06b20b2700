import { randomStream } from '../../random/random-stream.js';
import { type AugmentSettings, augmented } from '../augment/augmentations.js';
import type { FloatPicture } from '../augment/float-picture.js';
import type { Square } from './choose-squares.js';
import type { PictureStore, StoredPicture } from './picture-store.js';

const SCALED = Float32Array.from({ length: 256 }, (_, value) => value / 127.5 - 1);

/** What the squares of a batch become. */
export interface BatchLayout {
  /** Side in pixels. */
  readonly size: number;
  readonly channels: 1 | 3;
  /** None for data that is held out. */
  readonly augment: AugmentSettings;
}

/** The part of a store that batches are made from. */
export type PixelReader = Pick<PictureStore, 'pictures' | 'read'>;

/** The squares as float32 [B, size, size, channels] in [-1, 1]: 0 becomes -1 and 255 becomes 1. */
export async function loadBatch(store: PixelReader, squares: readonly Square[], layout: BatchLayout): Promise<Float32Array> {
  const { size, channels, augment } = layout;
  const isAugmented = Object.keys(augment).length > 0;
  const stride = size * size * channels;
  const batch = new Float32Array(squares.length * stride);
  const pixels = await Promise.all(squares.map(({ picture }) => store.read(picture)));
  squares.forEach((square, row) => {
    const out = batch.subarray(row * stride, (row + 1) * stride);
    cutSquare(pixels[row] as Uint8Array, store.pictures[square.picture] as StoredPicture, square, {
      width: size,
      height: size,
      channels,
      data: out,
    });
    if (!isAugmented) return;
    const picture: FloatPicture = { width: size, height: size, channels, data: out };
    out.set(augmented(picture, augment, randomStream(square.seed)).data);
  });
  return batch;
}

function cutSquare(pixels: Uint8Array, picture: StoredPicture, { left, top }: Square, out: FloatPicture): void {
  const { width, height, channels, data } = out;
  const isSpread = picture.channels !== channels;
  for (let y = 0; y < height; y++) {
    let from = ((top + y) * picture.width + left) * picture.channels;
    const end = (y + 1) * width * channels;
    for (let to = y * width * channels; to < end; ) {
      const value = SCALED[pixels[from++] as number] as number;
      data[to++] = value;
      if (!isSpread) continue;
      data[to++] = value;
      data[to++] = value;
    }
  }
}
