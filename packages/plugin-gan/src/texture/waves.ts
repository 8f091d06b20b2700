// Waves through the plane, after Bergmann, Jetchev and Vollgraf 2017, arXiv 1705.06566, section 3. There their lengths are learned; here
// they are measured in the photograph, and given to every layer, so that a joint can be as sharp as the picture.
import * as tf from '@tensorflow/tfjs-core';

/** Cycles a pixel, down and across. */
export type Wave = readonly [down: number, across: number];

/** The nearest waves that go round a square of a side a whole number of times, so that it tiles. */
export function wholeWaves(waves: readonly Wave[], side: number): Wave[] {
  return waves.map(([down, across]) => [Math.round(down * side) / side, Math.round(across * side) / side]);
}

/**
 * Cosine and sine of each wave in the middle of each cell of a grid: `[B, side / cell, side / cell, 2 W]`.
 *
 * @param phases float32 `[B, W]` in cycles
 * @param side of the picture in pixels
 * @param cell pixels along the side of a cell
 */
export function waveMaps(waves: readonly Wave[], phases: tf.Tensor, side: number, cell: number): tf.Tensor {
  const count = side / cell;
  // whole cycles are left out before rounding to float32: far from the corner they would cost the digits that matter
  const cycles = (axis: 0 | 1) =>
    Float32Array.from({ length: count * waves.length }, (_, at) => {
      const wave = waves[at % waves.length] as Wave;
      return (wave[axis] * (Math.floor(at / waves.length) + 0.5) * cell) % 1;
    });
  const down = tf.tensor4d(cycles(0), [1, count, 1, waves.length]);
  const across = tf.tensor4d(cycles(1), [1, 1, count, waves.length]);
  const angles = tf.mul(tf.add(tf.add(down, across), tf.reshape(phases, [-1, 1, 1, waves.length])), 2 * Math.PI);
  return tf.concat([tf.cos(angles), tf.sin(angles)], 3);
}
