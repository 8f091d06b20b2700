// Separable resampling in plain arithmetic: the same result on every machine, true pixel centres (libvips shifts an
// enlargement by half a pixel) and, for tiles, borders that wrap.
import type { Image } from './image.js';

/** `lanczos3` for pictures, `mitchell`, `cubic` (Catmull-Rom) or `linear` for less ringing, `nearest` for masks. */
export type ResizeKernel = 'nearest' | 'linear' | 'cubic' | 'mitchell' | 'lanczos3';

/** How an image is resampled. */
export interface ResampleOptions {
  /** Default `lanczos3`. */
  readonly kernel?: ResizeKernel;
  /** `wrap` takes the image for a tile; `clamp`, the default, repeats its border pixels. */
  readonly border?: 'clamp' | 'wrap';
}

type Samples = Uint8Array | Uint16Array | Float32Array;

/**
 * Resamples to exactly `width` x `height`, aspect not kept; a reduction widens the kernel, so nothing aliases. Straight alpha
 * is premultiplied on the way.
 *
 * @see Turkowski, "Filters for Common Resampling Tasks", 1990; Mitchell and Netravali, 1988, equation 8
 */
export function resample<D extends Samples>(
  image: Image<D>,
  width: number,
  height: number,
  options: ResampleOptions = {},
): Image<D> {
  const { kernel = 'lanczos3', border = 'clamp' } = options;
  const { channels } = image;
  const hasAlpha = channels === 2 || channels === 4;
  const source = hasAlpha ? scaleByAlpha(image.data, channels, (value, alpha) => value * alpha) : image.data;
  const rows: Pass = { count: image.height, stride: image.width * channels, step: channels, channels };
  const columnTaps = taps(image.width, width, kernel, border);
  const across = filter(source, rows, columnTaps, { lineStride: width * channels, step: channels });
  // Second pass: each "line" is a column, neighbouring samples are a row apart.
  const columns: Pass = { count: width, stride: channels, step: width * channels, channels };
  const rowTaps = taps(image.height, height, kernel, border);
  const down = filter(across, columns, rowTaps, { lineStride: channels, step: width * channels });
  const straight = hasAlpha ? scaleByAlpha(down, channels, (value, alpha) => (alpha > 0 ? value / alpha : 0)) : down;
  return { width, height, channels, data: quantise(straight, image.data) };
}

interface Pass {
  /** Lines to filter, and the distance from one to the next. */
  readonly count: number;
  readonly stride: number;
  /** Distance between neighbouring samples of a line. */
  readonly step: number;
  readonly channels: number;
}

interface Taps {
  readonly perOutput: number;
  readonly indices: Int32Array;
  readonly weights: Float64Array;
}

const KERNELS: Readonly<Record<ResizeKernel, { readonly radius: number; readonly weight: (x: number) => number }>> = {
  nearest: { radius: 0.5, weight: () => 1 },
  linear: { radius: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  cubic: { radius: 2, weight: (x) => bicubic(Math.abs(x), 0, 0.5) },
  mitchell: { radius: 2, weight: (x) => bicubic(Math.abs(x), 1 / 3, 1 / 3) },
  lanczos3: { radius: 3, weight: (x) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) },
};

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function bicubic(x: number, b: number, c: number): number {
  if (x >= 2) return 0;
  if (x >= 1) return ((-b - 6 * c) * x ** 3 + (6 * b + 30 * c) * x ** 2 + (-12 * b - 48 * c) * x + 8 * b + 24 * c) / 6;
  return ((12 - 9 * b - 6 * c) * x ** 3 + (-18 + 12 * b + 6 * c) * x ** 2 + 6 - 2 * b) / 6;
}

function taps(from: number, to: number, kernel: ResizeKernel, border: 'clamp' | 'wrap'): Taps {
  const { radius, weight } = KERNELS[kernel];
  // Nearest picks one sample also when it reduces.
  const stretch = kernel === 'nearest' ? 1 : Math.max(1, from / to);
  const perOutput = kernel === 'nearest' ? 1 : Math.ceil(radius * stretch) * 2 + 1;
  const indices = new Int32Array(to * perOutput);
  const weights = new Float64Array(to * perOutput);
  for (let i = 0; i < to; i++) {
    const centre = ((i + 0.5) * from) / to - 0.5;
    const first = kernel === 'nearest' ? Math.round(centre) : Math.round(centre) - (perOutput - 1) / 2;
    let sum = 0;
    for (let k = 0; k < perOutput; k++) {
      const position = first + k;
      const value = weight((position - centre) / stretch);
      indices[i * perOutput + k] =
        border === 'wrap' ? ((position % from) + from) % from : Math.min(from - 1, Math.max(0, position));
      weights[i * perOutput + k] = value;
      sum += value;
    }
    for (let k = 0; k < perOutput; k++) weights[i * perOutput + k]! /= sum;
  }
  return { perOutput, indices, weights };
}

function filter(
  source: Samples,
  pass: Pass,
  { perOutput, indices, weights }: Taps,
  target: { readonly lineStride: number; readonly step: number },
): Float32Array {
  const { count, stride, step, channels } = pass;
  const outputs = indices.length / perOutput;
  const result = new Float32Array(count * outputs * channels);
  for (let line = 0; line < count; line++) {
    for (let i = 0; i < outputs; i++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let k = i * perOutput; k < (i + 1) * perOutput; k++) {
          sum += weights[k]! * source[line * stride + indices[k]! * step + c]!;
        }
        result[line * target.lineStride + i * target.step + c] = sum;
      }
    }
  }
  return result;
}

function scaleByAlpha(data: Samples, channels: number, scale: (value: number, alpha: number) => number): Float32Array {
  const result = Float32Array.from(data);
  for (let alpha = channels - 1; alpha < result.length; alpha += channels) {
    for (let i = alpha - channels + 1; i < alpha; i++) result[i] = scale(result[i]!, result[alpha]!);
  }
  return result;
}

function quantise<D extends Samples>(data: Float32Array, like: D): D {
  if (like instanceof Float32Array) return data as Samples as D;
  const largest = like instanceof Uint16Array ? 65535 : 255;
  const result = like instanceof Uint16Array ? new Uint16Array(data.length) : new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) result[i] = Math.min(largest, Math.max(0, Math.round(data[i]!)));
  return result as Samples as D;
}
