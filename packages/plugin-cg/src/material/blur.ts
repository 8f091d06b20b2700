import { type Border, type Borders, borderIndices, createPlane, type Plane } from './plane.js';

/** Gaussian blur of standard deviation `sigma` pixels, cut at three of them. */
export function blur(plane: Plane, sigma: number, borders: Borders): Plane {
  if (sigma <= 0) return plane;
  const { width, height } = plane;
  const kernel = gaussian(sigma);
  const across = createPlane(width, height);
  pass(plane.data, across.data, { kernel, length: width, step: 1, lines: height, lineStep: width, border: borders.x });
  const down = createPlane(width, height);
  pass(across.data, down.data, { kernel, length: height, step: width, lines: width, lineStep: 1, border: borders.y });
  return down;
}

function gaussian(sigma: number): Float64Array {
  const radius = Math.ceil(3 * sigma);
  const kernel = Float64Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-((i - radius) ** 2) / (2 * sigma * sigma)));
  const sum = kernel.reduce((total, value) => total + value, 0);
  return kernel.map((value) => value / sum);
}

interface Pass {
  readonly kernel: Float64Array;
  readonly length: number;
  readonly step: number;
  readonly lines: number;
  readonly lineStep: number;
  readonly border: Border;
}

function pass(source: Float32Array, target: Float32Array, { kernel, length, step, lines, lineStep, border }: Pass): void {
  const indices = borderIndices(length, (kernel.length - 1) / 2, border);
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += kernel[k]! * source[start + indices[i + k]! * step]!;
      target[start + i * step] = sum;
    }
  }
}
