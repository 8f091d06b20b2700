import type { HostTensor } from '@aigc/plugin-api';

/**
 * Relative error allowed for a float32 number. tfjs computes each kernel in float64 and rounds once (6e-8); ONNX Runtime works in
 * float32 throughout, with approximations of exp, tanh and erf that are good to some 4e-7, and a gradient chains a few of them.
 */
export const RELATIVE_TOLERANCE = 1e-5;
/** Error allowed relative to the largest number that goes in or comes out: sums that cancel keep the rounding errors of their terms. */
export const CANCELLATION_TOLERANCE = 2e-6;

function isClose(got: number, want: number, scale: number, factor: number): boolean {
  if (Number.isNaN(want)) return Number.isNaN(got);
  if (!Number.isFinite(want)) return got === want;
  return Math.abs(got - want) <= factor * (RELATIVE_TOLERANCE * Math.abs(want) + CANCELLATION_TOLERANCE * scale);
}

/** The largest finite number of a tensor, without its sign. */
export function magnitude({ data }: HostTensor): number {
  return Array.from(data, Math.abs).reduce((largest, value) => (Number.isFinite(value) ? Math.max(largest, value) : largest), 0);
}

/** How strictly tensors are compared. */
export interface Strictness {
  /** Times the usual tolerance. */
  readonly factor?: number;
  /** Largest number that went in. */
  readonly inputs?: number;
}

/** Says how two tensors differ, or nothing where they agree; whole numbers and booleans must be equal. */
export function describeDifference(
  got: HostTensor,
  want: HostTensor,
  { factor = 1, inputs = 0 }: Strictness = {},
): string | undefined {
  if (got.dtype !== want.dtype) return `dtype ${got.dtype}, expected ${want.dtype}`;
  if (got.shape.join() !== want.shape.join()) return `shape [${got.shape.join()}], expected [${want.shape.join()}]`;
  const scale = Math.max(inputs, magnitude(want));
  for (let i = 0; i < want.data.length; i++) {
    const [a, b] = [got.data[i] as number, want.data[i] as number];
    const agrees = want.dtype === 'float32' ? isClose(a, b, scale, factor) : a === b;
    if (!agrees) return `element ${i} of [${want.shape.join()}] is ${a}, expected ${b} (largest ${scale})`;
  }
  return undefined;
}
