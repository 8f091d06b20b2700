import { circularPad, conv2d } from '@aigc/nn';
import type * as tf from '@tensorflow/tfjs-core';

/** What lies beyond the edge of a picture: nothing, or its opposite side. */
export type Padding = 'zero' | 'circular';

/** A convolution with a 3x3 kernel: `[B, H, W, I] -> [B, H / stride, W / stride, O]`. @param kernel float32 `[3, 3, I, O]` */
export function convolve3x3(
  x: tf.Tensor,
  kernel: tf.Tensor,
  bias: tf.Tensor | undefined,
  { stride = 1, padding }: { readonly stride?: number; readonly padding: Padding },
): tf.Tensor {
  if (padding === 'circular') return conv2d(circularPad(x, 1), kernel, bias, { stride, padding: 'valid' });
  return conv2d(x, kernel, bias, { stride, padding: stride === 1 ? 'same' : 1 });
}
