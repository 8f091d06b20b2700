import * as tf from '@tensorflow/tfjs-core';
import type { Draw } from '../draw.js';
import { drawWindows } from '../draw-windows.js';
import type { LoweringCase } from '../lowering-case.js';

type Pair = [number, number];
type Three = [number, number, number];

const maxPool: LoweringCase = {
  kernels: ['MaxPool', 'MaxPoolGrad'],
  gradient: true,
  draw: (d) => {
    const { kh, kw, strides, pad, height, width, batch } = drawWindows(d, false);
    const size: Pair = pad === 1 ? [2, 2] : [kh, kw];
    return {
      inputs: [d.spread([batch, height + 1, width + 1, d.integer(1, 3)])],
      fn: (x) => tf.maxPool(x as tf.Tensor4D, size, strides, pad),
    };
  },
};

/** What a ReLU leaves: windows of equal zeros, whose gradient belongs to their first element. */
const tied: LoweringCase = {
  kernels: ['MaxPool', 'MaxPoolGrad'],
  variant: 'equal values',
  gradient: true,
  draw: (d) => {
    const strides = d.integer(1, 2);
    const rounded = (x: tf.Tensor) => tf.relu(tf.sub(x, 0.5)) as tf.Tensor4D;
    return { inputs: [d.floats([2, 5, 5, 2], -1, 1)], fn: (x) => tf.maxPool(rounded(x as tf.Tensor), 2, strides, 'same') };
  },
};

/** The mean of what each window holds, as two convolutions with ones. */
function meanOfWindows(x: tf.Tensor4D, size: Pair, strides: Pair, pad: 'same' | 'valid' | number): tf.Tensor {
  const ones = tf.ones([...size, x.shape[3], 1]) as tf.Tensor4D;
  return tf.div(tf.depthwiseConv2d(x, ones, strides, pad), tf.depthwiseConv2d(tf.onesLike(x), ones, strides, pad));
}

const avgPool: LoweringCase = {
  kernels: ['AvgPool', 'AvgPoolGrad'],
  gradient: true,
  note: "the gradient divides by the elements a window holds, as the values do; tfjs's cpu kernel divides by the window's size",
  draw: (d) => {
    const { kh, kw, strides, pad, height, width, batch } = drawWindows(d, false);
    const size: Pair = pad === 1 ? [2, 2] : [kh, kw];
    return {
      inputs: [d.floats([batch, height + 1, width + 1, d.integer(1, 3)])],
      fn: (x) => tf.avgPool(x as tf.Tensor4D, size, strides, pad),
      reference: (x) => meanOfWindows(x as tf.Tensor4D, size, strides, pad),
    };
  },
};

/** Strides up to 2, and no larger than the window: beyond that tfjs pads by negative numbers. */
const stridesWithin = (d: Draw, size: Three): Three => size.map((extent) => d.integer(1, Math.min(2, extent))) as Three;

const maxPool3d: LoweringCase = {
  kernels: ['MaxPool3D', 'MaxPool3DGrad'],
  gradient: true,
  draw: (d) => {
    // tfjs's cpu kernel mistakes the largest element where a window is not as high as wide.
    const side = d.integer(1, 3);
    const size: Three = [d.integer(1, 3), side, side];
    const strides = stridesWithin(d, size);
    const pad = d.pick(['same', 'valid'] as const);
    const shape = [d.integer(1, 2), ...size.map((extent) => extent + d.integer(0, 2)), d.integer(1, 2)];
    return { inputs: [d.spread(shape)], fn: (x) => tf.maxPool3d(x as tf.Tensor5D, size, strides, pad) };
  },
};

/** The mean of what each window holds, by convolutions that keep channels apart. */
function meanOfBoxes(x: tf.Tensor5D, size: Three, strides: Three, pad: 'same' | 'valid'): tf.Tensor {
  const channels = x.shape[4];
  const filter = tf.tile(tf.reshape(tf.eye(channels), [1, 1, 1, channels, channels]), [...size, 1, 1]) as tf.Tensor5D;
  return tf.div(tf.conv3d(x, filter, strides, pad), tf.conv3d(tf.onesLike(x), filter, strides, pad));
}

const avgPool3d: LoweringCase = {
  kernels: ['AvgPool3D', 'AvgPool3DGrad'],
  gradient: true,
  note: 'as AvgPool',
  draw: (d) => {
    const size = d.shape(3, 1, 3) as Three;
    const strides = stridesWithin(d, size);
    const pad = d.pick(['same', 'valid'] as const);
    const shape = [d.integer(1, 2), ...size.map((extent) => extent + d.integer(0, 2)), d.integer(1, 2)];
    return {
      inputs: [d.floats(shape)],
      fn: (x) => tf.avgPool3d(x as tf.Tensor5D, size, strides, pad),
      reference: (x) => meanOfBoxes(x as tf.Tensor5D, size, strides, pad),
    };
  },
};

const whole: LoweringCase = {
  kernels: ['MaxPool', 'AvgPool'],
  variant: 'global',
  gradient: true,
  draw: (d) => {
    const [height, width] = d.shape(2, 1, 5) as Pair;
    const fn = (x: tf.Tensor | undefined) => [
      tf.maxPool(x as tf.Tensor4D, [height, width], 1, 'valid'),
      tf.avgPool(x as tf.Tensor4D, [height, width], 1, 'valid'),
    ];
    return { inputs: [d.spread([2, height, width, 3])], fn };
  },
};

export const POOLING_CASES: readonly LoweringCase[] = [maxPool, tied, avgPool, maxPool3d, avgPool3d, whole];
