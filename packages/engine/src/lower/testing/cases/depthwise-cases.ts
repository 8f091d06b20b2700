import * as tf from '@tensorflow/tfjs-core';
import { drawWindows } from '../draw-windows.js';
import type { LoweringCase } from '../lowering-case.js';

function depthwise(variant: string, dilated: boolean): LoweringCase {
  const draw: LoweringCase['draw'] = (d) => {
    const { kh, kw, dilation, strides, pad, height, width, batch } = drawWindows(d, dilated);
    const [channels, multiplier] = d.shape(2, 1, 3) as [number, number];
    const inputs = [d.floats([batch, height, width, channels]), d.floats([kh, kw, channels, multiplier])];
    return { inputs, fn: (x, f) => tf.depthwiseConv2d(x as tf.Tensor4D, f as tf.Tensor4D, strides, pad, 'NHWC', dilation) };
  };
  const backward = ['DepthwiseConv2dNativeBackpropInput', 'DepthwiseConv2dNativeBackpropFilter'];
  return { kernels: ['DepthwiseConv2dNative', ...(dilated ? [] : backward)], variant, gradient: !dilated, draw };
}

const separable: LoweringCase = {
  kernels: ['DepthwiseConv2dNative', 'Conv2D', 'DepthwiseConv2dNativeBackpropInput', 'DepthwiseConv2dNativeBackpropFilter'],
  variant: 'separable',
  loosened: [20, 'the filter that is a single number is a sum of hundreds of products that cancel'],
  gradient: true,
  draw: (d) => {
    const [channels, multiplier, output] = d.shape(3, 1, 3) as [number, number, number];
    const inputs = [
      d.floats([2, 5, 4, channels]),
      d.floats([3, 3, channels, multiplier]),
      d.floats([1, 1, channels * multiplier, output]),
    ];
    return { inputs, fn: (x, f, p) => tf.separableConv2d(x as tf.Tensor4D, f as tf.Tensor4D, p as tf.Tensor4D, 1, 'same') };
  },
};

export const DEPTHWISE_CASES: readonly LoweringCase[] = [
  depthwise('strides', false),
  { ...depthwise('dilations', true), note: 'tfjs has no gradient for dilations' },
  separable,
];
