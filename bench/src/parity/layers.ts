// How PyTorch's layers lie in ours: dense kernels [in, out] of [out, in], convolutions HWIO of OIHW.
import type { ReferenceParameter } from './reference-parameter.js';

/** Axes of HWIO (or, for a transposed convolution, HWOI) in PyTorch's `[a, b, h, w]`. */
const KERNEL_AXES = [2, 3, 1, 0];

/** A vector: bias, or scale of a normalisation. */
export function vector(reference: string, entry: string, kind: 'bias' | 'norm', size: number): ReferenceParameter {
  return { reference, entry, kind, shape: [size], perm: [0] };
}

/** `weight` and `bias` of a normalisation. */
export function norm(reference: string, entry: string, size: number): ReferenceParameter[] {
  return [
    vector(`${reference}.weight`, `${entry}.scale`, 'norm', size),
    vector(`${reference}.bias`, `${entry}.shift`, 'bias', size),
  ];
}

/** The weight of a linear layer, `[outputs, inputs]`. */
export function linearWeight(reference: string, entry: string, [inputs, outputs]: readonly [number, number]): ReferenceParameter {
  return { reference: `${reference}.weight`, entry: `${entry}.kernel`, kind: 'weight', shape: [outputs, inputs], perm: [1, 0] };
}

/** Weight and bias of a linear layer. */
export function linear(reference: string, entry: string, sizes: readonly [number, number]): ReferenceParameter[] {
  return [linearWeight(reference, entry, sizes), vector(`${reference}.bias`, `${entry}.bias`, 'bias', sizes[1])];
}

/** The weight of a convolution; `shape` is PyTorch's. */
export function convolutionWeight(reference: string, entry: string, shape: readonly number[]): ReferenceParameter {
  return { reference: `${reference}.weight`, entry: `${entry}.kernel`, kind: 'weight', shape, perm: KERNEL_AXES };
}

/** Weight and bias of a convolution with a square kernel. */
export function convolution(
  reference: string,
  entry: string,
  [inputs, outputs, side]: readonly [number, number, number],
): ReferenceParameter[] {
  return [
    convolutionWeight(reference, entry, [outputs, inputs, side, side]),
    vector(`${reference}.bias`, `${entry}.bias`, 'bias', outputs),
  ];
}
