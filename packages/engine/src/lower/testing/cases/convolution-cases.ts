import * as tf from '@tensorflow/tfjs-core';
import { drawWindows } from '../draw-windows.js';
import type { LoweringCase } from '../lowering-case.js';

function conv2d(variant: string, dilated: boolean, gradient: boolean): LoweringCase {
  const draw: LoweringCase['draw'] = (d) => {
    const { kh, kw, dilation, strides, pad, height, width, batch } = drawWindows(d, dilated);
    // From 16 input channels on, the filter's gradient takes another form.
    const [input, output] = [d.pick([1, 2, 3, 17]), d.integer(1, 3)];
    const inputs = [d.floats([batch, height, width, input]), d.floats([kh, kw, input, output])];
    return { inputs, fn: (x, f) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, strides, pad, 'NHWC', dilation) };
  };
  const backward = gradient ? ['Conv2DBackpropInput', 'Conv2DBackpropFilter'] : [];
  return { kernels: ['Conv2D', ...backward], variant, gradient, draw };
}

const conv2dTranspose: LoweringCase = {
  kernels: ['Conv2DBackpropInput', 'Conv2D', 'Conv2DBackpropFilter'],
  variant: 'transposed',
  gradient: true,
  draw: (d) => {
    const [kh, kw] = d.shape(2, 1, 4) as [number, number];
    const [input, output, batch, stride] = d.shape(4, 1, 3) as [number, number, number, number];
    const pad = d.pick(['same', 'valid'] as const);
    const [height, width] = d.shape(2, 1, 4) as [number, number];
    const grown = (size: number, kernel: number) => (pad === 'same' ? size * stride : (size - 1) * stride + kernel);
    const shape: [number, number, number, number] = [batch, grown(height, kh), grown(width, kw), output];
    const inputs = [d.floats([batch, height, width, input]), d.floats([kh, kw, output, input])];
    return { inputs, fn: (x, f) => tf.conv2dTranspose(x as tf.Tensor4D, f as tf.Tensor4D, shape, stride, pad) };
  },
};

const conv1d: LoweringCase = {
  kernels: ['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'],
  variant: 'one dimension',
  gradient: true,
  draw: (d) => {
    const [kernel, batch, input, output] = d.shape(4, 1, 3) as [number, number, number, number];
    const stride = d.integer(1, 2);
    const pad = d.pick(['same', 'valid'] as const);
    const inputs = [d.floats([batch, kernel + d.integer(0, 5), input]), d.floats([kernel, input, output])];
    return { inputs, fn: (x, f) => tf.conv1d(x as tf.Tensor3D, f as tf.Tensor3D, stride, pad) };
  },
};

/** Pictures large enough that the filter's gradient is a product for each picture. */
const largePictures: LoweringCase = {
  kernels: ['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'],
  variant: 'large pictures',
  gradient: true,
  draw: (d) => {
    const [side, kernel] = d.pick([
      [32, 3],
      [16, 1],
    ] as const);
    const inputs = [d.floats([2, side, side, 16]), d.floats([kernel, kernel, 16, 2])];
    return { inputs, fn: (x, f) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, 1, 'same') };
  },
};

/** Channel counts that the processor's blocked convolutions take, where it has any. */
const WHOLE_BLOCKS = [16, 32, 48];

const blockedChannels: LoweringCase = {
  kernels: ['Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter'],
  variant: 'channels in blocks',
  gradient: true,
  draw: (d) => {
    const { kh, kw, strides, pad, height, width, batch } = drawWindows(d, false);
    const [input, output] = [d.pick(WHOLE_BLOCKS), d.pick(WHOLE_BLOCKS)];
    const inputs = [d.floats([batch, height, width, input]), d.floats([kh, kw, input, output])];
    return { inputs, fn: (x, f) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, strides, pad) };
  },
};

/** Strides that divide the picture: its phases are convolutions of their own. */
const blockedTranspose: LoweringCase = {
  kernels: ['Conv2DBackpropInput', 'Conv2D', 'Conv2DBackpropFilter'],
  variant: 'transposed, channels in blocks',
  gradient: true,
  draw: (d) => {
    const [stride, input, output] = [d.integer(2, 3), d.pick(WHOLE_BLOCKS), d.pick(WHOLE_BLOCKS)];
    const [kh, kw, batch] = d.shape(3, 1, 5) as [number, number, number];
    const [height, width] = d.shape(2, 1, 3) as [number, number];
    const shape: [number, number, number, number] = [batch, height * stride, width * stride, output];
    const inputs = [d.floats([batch, height, width, input]), d.floats([kh, kw, output, input])];
    return { inputs, fn: (x, f) => tf.conv2dTranspose(x as tf.Tensor4D, f as tf.Tensor4D, shape, stride, 'same') };
  },
};

export const CONVOLUTION_CASES: readonly LoweringCase[] = [
  conv2d('strides', false, true),
  { ...conv2d('dilations', true, false), note: 'tfjs has no gradient for dilations' },
  conv2dTranspose,
  conv1d,
  largePictures,
  blockedChannels,
  blockedTranspose,
];
