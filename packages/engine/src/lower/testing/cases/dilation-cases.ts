import * as tf from '@tensorflow/tfjs-core';
import { drawWindows } from '../draw-windows.js';
import type { LoweringCase } from '../lowering-case.js';

export const DILATION_CASES: readonly LoweringCase[] = [
  {
    kernels: ['Dilation2D', 'Dilation2DBackpropInput', 'Dilation2DBackpropFilter'],
    gradient: true,
    draw: (d) => {
      const { kh, kw, dilation, strides, pad, height, width, batch } = drawWindows(d, d.integer(0, 1) === 1);
      const channels = d.integer(1, 3);
      const padding = pad === 1 ? 'same' : (pad as 'same' | 'valid');
      const inputs = [d.spread([batch, height, width, channels], 0.07), d.floats([kh, kw, channels])];
      return { inputs, fn: (x, f) => tf.dilation2d(x as tf.Tensor4D, f as tf.Tensor3D, strides, padding, dilation) };
    },
  },
];
