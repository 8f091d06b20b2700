import * as tf from '@tensorflow/tfjs-core';
import type { LoweringCase } from '../lowering-case.js';

type Three = [number, number, number];

const conv3d: LoweringCase = {
  kernels: ['Conv3D', 'Conv3DBackpropInputV2', 'Conv3DBackpropFilterV2'],
  gradient: true,
  draw: (d) => {
    const kernel = d.shape(3, 1, 3) as Three;
    const strides = kernel.map((size) => d.integer(1, Math.min(2, size))) as Three;
    const pad = d.pick(['same', 'valid'] as const);
    const [batch, input, output] = d.shape(3, 1, 3) as Three;
    const inputs = [
      d.floats([batch, ...kernel.map((size) => size + d.integer(0, 2)), input]),
      d.floats([...kernel, input, output]),
    ];
    return { inputs, fn: (x, f) => tf.conv3d(x as tf.Tensor5D, f as tf.Tensor5D, strides, pad) };
  },
};

const dilated: LoweringCase = {
  kernels: ['Conv3D'],
  variant: 'dilations',
  gradient: false,
  note: 'tfjs has no gradient for dilations',
  draw: (d) => {
    const kernel = d.shape(3, 1, 2) as Three;
    const dilations = d.shape(3, 1, 2) as Three;
    const pad = d.pick(['same', 'valid'] as const);
    const extents = kernel.map((size, i) => (size - 1) * (dilations[i] as number) + 1 + d.integer(0, 2));
    const inputs = [d.floats([1, ...extents, 2]), d.floats([...kernel, 2, 2])];
    return { inputs, fn: (x, f) => tf.conv3d(x as tf.Tensor5D, f as tf.Tensor5D, 1, pad, 'NDHWC', dilations) };
  },
};

const transposed: LoweringCase = {
  kernels: ['Conv3DBackpropInputV2'],
  variant: 'transposed',
  gradient: false,
  note: 'tfjs has no gradient for conv3dTranspose',
  draw: (d) => {
    const kernel = d.shape(3, 1, 3) as Three;
    const extents = d.shape(3, 1, 3) as Three;
    const stride = d.integer(1, 2);
    const grown = extents.map((size, i) => (size - 1) * stride + (kernel[i] as number)) as Three;
    const inputs = [d.floats([2, ...extents, 3]), d.floats([...kernel, 2, 3])];
    return { inputs, fn: (x, f) => tf.conv3dTranspose(x as tf.Tensor5D, f as tf.Tensor5D, [2, ...grown, 2], stride, 'valid') };
  },
};

export const CONVOLUTION_3D_CASES: readonly LoweringCase[] = [conv3d, dilated, transposed];
