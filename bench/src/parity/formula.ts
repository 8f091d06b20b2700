import type { HostTensor } from '@aigc/plugin-api';

const sizeOf = (shape: readonly number[]) => shape.reduce((size, dimension) => size * dimension, 1);

/** `f(rate k)` over the flat index k. */
export function wave(f: (x: number) => number, rate: number, shape: readonly number[]): HostTensor<'float32'> {
  return { shape, dtype: 'float32', data: Float32Array.from({ length: sizeOf(shape) }, (_, k) => f(rate * k)) };
}

/** Pictures of one wave over `[B, C, H, W]`, as `[B, H, W, C]`. */
export function waveImages(
  f: (x: number) => number,
  rate: number,
  shape: readonly [number, number, number, number],
): HostTensor<'float32'> {
  const [batch, height, width, channels] = shape;
  const planes = wave(f, rate, [batch, channels, height, width]).data;
  const data = new Float32Array(planes.length);
  const area = height * width;
  for (let b = 0; b < batch; b++) {
    for (let c = 0; c < channels; c++) {
      for (let i = 0; i < area; i++) data[(b * area + i) * channels + c] = planes[(b * channels + c) * area + i] as number;
    }
  }
  return { shape, dtype: 'float32', data };
}

/** What the reference sets element k of n of a parameter to; `rows` is PyTorch's first dimension. */
export function parameterValue(kind: 'weight' | 'bias' | 'norm', k: number, { n, rows }: { n: number; rows: number }): number {
  if (kind === 'bias') return 0.1 * Math.cos(k + 1);
  if (kind === 'norm') return 1 + 0.1 * Math.sin(k + 1);
  return Math.sin(0.7 * k + 1) / Math.sqrt(n / rows);
}
