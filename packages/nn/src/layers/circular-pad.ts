import * as tf from '@tensorflow/tfjs-core';

/** The part of a picture's axis from `begin`, `size` long. */
function part(x: tf.Tensor, axis: number, begin: number, size: number): tf.Tensor {
  const start = x.shape.map((_, i) => (i === axis ? begin : 0));
  return tf.slice(
    x,
    start,
    x.shape.map((side, i) => (i === axis ? size : side)),
  );
}

/** One axis of a picture, longer by `margin` at both ends. */
function wrapAxis(input: tf.Tensor, axis: number, margin: number): tf.Tensor {
  const length = input.shape[axis] as number;
  const wrap = tf.customGrad((x) => {
    const xs = x as tf.Tensor;
    const value = tf.concat([part(xs, axis, length - margin, margin), xs, part(xs, axis, 0, margin)], axis);
    // What went out at one end is added where it came from, at the other: linear, so it may be differentiated again.
    const gradFunc = (dy: tf.Tensor) => {
      const inner = (begin: number, size: number) => part(dy, axis, margin + begin, size);
      const first = tf.add(inner(0, margin), part(dy, axis, margin + length, margin));
      const last = tf.add(inner(length - margin, margin), part(dy, axis, 0, margin));
      const middle = length - 2 * margin;
      return tf.concat(middle === 0 ? [first, last] : [first, inner(margin, middle), last], axis);
    };
    return { value, gradFunc };
  });
  return wrap(input);
}

/**
 * Continues pictures round their edges: `[B, H, W, C] -> [B, H + 2 margin, W + 2 margin, C]`. A convolution without padding then
 * sees a picture that tiles.
 *
 * @param margin pixels, at most half of either side
 */
export function circularPad(x: tf.Tensor, margin: number): tf.Tensor {
  return margin === 0 ? x : wrapAxis(wrapAxis(x, 1, margin), 2, margin);
}
