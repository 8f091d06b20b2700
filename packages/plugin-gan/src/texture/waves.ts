// Waves through the plane, after Bergmann, Jetchev and Vollgraf 2017, arXiv 1705.06566, section 3. There their lengths are learned; here
// they are measured in the photograph, and given to every layer, so that a joint can be as sharp as the picture.
import * as tf from '@tensorflow/tfjs-core';

/** Cycles a pixel, down and across. */
export type Wave = readonly [down: number, across: number];

/** The nearest waves that go round a square of a side a whole number of times, so that it tiles. */
export function wholeWaves(waves: readonly Wave[], side: number): Wave[] {
  return waves.map(([down, across]) => [Math.round(down * side) / side, Math.round(across * side) / side]);
}

/** Sums of waves that are given beside them, by how often each is in one: courses and joints of a wall are such, and need not be learned. */
const SUMS: readonly (readonly number[])[][] = [
  [],
  [[1], [2]],
  [
    [1, 0],
    [0, 1],
    [1, 1],
    [1, -1],
  ],
];

/** How many maps there are of waves. */
export function waveChannels(waves: readonly Wave[]): number {
  return 2 * sumsOf(waves).length;
}

function sumsOf(waves: readonly Wave[]): readonly (readonly number[])[] {
  return SUMS[waves.length] ?? [];
}

/**
 * Cosines and sines of waves and their simplest sums in the middle of each cell of a grid: `[B, side / cell, side / cell, M]`.
 *
 * @param phases float32 `[B, W]` in cycles
 * @param side of the picture in pixels
 * @param cell pixels along the side of a cell
 */
export function waveMaps(waves: readonly Wave[], phases: tf.Tensor, side: number, cell: number): tf.Tensor {
  const sums = sumsOf(waves);
  const summed = sums.map((times): Wave => [sumOf(times, waves, 0), sumOf(times, waves, 1)]);
  const count = side / cell;
  // whole cycles are left out before rounding to float32: far from the corner they would cost the digits that matter
  const cycles = (axis: 0 | 1) =>
    Float32Array.from({ length: count * sums.length }, (_, at) => {
      const wave = summed[at % sums.length] as Wave;
      return (wave[axis] * (Math.floor(at / sums.length) + 0.5) * cell) % 1;
    });
  const down = tf.tensor4d(cycles(0), [1, count, 1, sums.length]);
  const across = tf.tensor4d(cycles(1), [1, 1, count, sums.length]);
  const starts = tf.reshape(tf.matMul(phases, tf.tensor2d(sums.map((times) => [...times])), false, true), [
    -1,
    1,
    1,
    sums.length,
  ]);
  const angles = tf.mul(tf.add(tf.add(down, across), starts), 2 * Math.PI);
  return tf.concat([tf.cos(angles), tf.sin(angles)], 3);
}

function sumOf(times: readonly number[], waves: readonly Wave[], axis: 0 | 1): number {
  return waves.reduce((sum, wave, i) => sum + (times[i] as number) * wave[axis], 0);
}
