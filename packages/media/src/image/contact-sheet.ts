import { ShapeMismatchError } from '@aigc/plugin-api';
import { flattenAlpha } from './flatten-alpha.js';
import type { Image } from './image.js';
import { toChannels } from './to-channels.js';

/** Layout of a contact sheet. */
export interface ContactSheetOptions {
  /** Default: the square root of the number of images, rounded up. */
  readonly columns?: number;
  /** Pixels between images, and around the sheet. Default 2. */
  readonly gap?: number;
  /** Grey level 0 to 255 of the gaps. Default 32. */
  readonly background?: number;
}

/**
 * Lays images out in rows, each in the top left corner of a cell as large as the largest; grey when all are grey, else RGB.
 *
 * @throws ShapeMismatchError without images.
 */
export function contactSheet(images: readonly Image[], options: ContactSheetOptions = {}): Image {
  if (images.length === 0) throw new ShapeMismatchError('contactSheet', 'at least one image', 'none');
  const { columns = Math.ceil(Math.sqrt(images.length)), gap = 2, background = 32 } = options;
  const channels = images.some((image) => image.channels >= 3) ? 3 : 1;
  const cellWidth = Math.max(...images.map((image) => image.width));
  const cellHeight = Math.max(...images.map((image) => image.height));
  const width = columns * (cellWidth + gap) + gap;
  const height = Math.ceil(images.length / columns) * (cellHeight + gap) + gap;
  const data = new Uint8Array(width * height * channels).fill(background);
  images.forEach((image, index) => {
    const cell = toChannels(flattenAlpha(image, [background, background, background]), channels);
    const left = gap + (index % columns) * (cellWidth + gap);
    const top = gap + Math.floor(index / columns) * (cellHeight + gap);
    for (let y = 0; y < cell.height; y++) {
      const row = cell.data.subarray(y * cell.width * channels, (y + 1) * cell.width * channels);
      data.set(row, ((top + y) * width + left) * channels);
    }
  });
  return { width, height, channels, data };
}
