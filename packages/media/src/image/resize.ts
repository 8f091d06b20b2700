import type { Image } from './image.js';
import { type ResizeKernel, resample } from './resample.js';
import { pixelsToSharp, sharpToPixels } from './sharp-pixels.js';

/** Resizes to exactly `width` x `height`, aspect not kept; alpha is premultiplied for the interpolation. Default `lanczos3`. */
export async function resize<D extends Uint8Array | Uint16Array>(
  image: Image<D>,
  width: number,
  height: number,
  kernel: ResizeKernel = 'lanczos3',
): Promise<Image<D>> {
  if (image.width === width && image.height === height) return image;
  const isReduction = width <= image.width && height <= image.height;
  // sharp reduces fast and exactly, which counts when reading thousands of pictures; its enlargements are off centre.
  if (!isReduction || kernel === 'nearest' || !(image.data instanceof Uint8Array)) {
    return resample(image, width, height, { kernel });
  }
  const pipeline = pixelsToSharp(image as Image<Uint8Array>).resize({ width, height, fit: 'fill', kernel });
  const { channels } = image;
  return (await sharpToPixels(pipeline, channels <= 2, channels % 2 === 0)) as Image<Uint8Array> as Image<D>;
}

/** Cuts the centre to the aspect of `width` x `height` and resizes it with a Lanczos kernel. */
export async function resizeCover(image: Image, width: number, height: number): Promise<Image> {
  const scale = Math.min(image.width / width, image.height / height);
  const cutWidth = Math.max(1, Math.min(image.width, Math.round(width * scale)));
  const cutHeight = Math.max(1, Math.min(image.height, Math.round(height * scale)));
  return resize(cutCentre(image, cutWidth, cutHeight), width, height);
}

function cutCentre(image: Image, width: number, height: number): Image {
  if (image.width === width && image.height === height) return image;
  const { channels } = image;
  const left = Math.floor((image.width - width) / 2);
  const top = Math.floor((image.height - height) / 2);
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const start = ((top + y) * image.width + left) * channels;
    data.set(image.data.subarray(start, start + width * channels), y * width * channels);
  }
  return { width, height, channels, data };
}
