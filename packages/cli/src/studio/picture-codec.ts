import type { Picture, PictureCodec } from '@aigc/cli-kit';
import { decodeImage, encodePng, flattenAlpha, type Image, resize, toChannels } from '@aigc/media/image';

/** Reads pictures for the terminal; transparent ones lie on black. */
export const pictureCodec: PictureCodec = {
  load: async (path) => toChannels(flattenAlpha(await decodeImage(path), [0, 0, 0]), 3),
  fit(picture, width, height): Promise<Picture> {
    const scale = Math.min(width / picture.width, height / picture.height);
    const side = (pixels: number): number => Math.max(1, Math.round(pixels * scale));
    // well enlarged, pixels stay the squares they are
    return resize(rgb(picture), side(picture.width), side(picture.height), scale >= 2 ? 'nearest' : 'lanczos3');
  },
  encodePng: (picture) => encodePng(rgb(picture)),
};

function rgb({ width, height, data }: Picture): Image {
  return { width, height, channels: 3, data };
}
