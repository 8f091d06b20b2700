import * as tf from '@tensorflow/tfjs-core';
import type { LoweringCase } from '../lowering-case.js';

type Mode = 'reflect' | 'symmetric';

/** Which element each place along a padded axis repeats. */
function mirroredPlaces(size: number, [before, after]: [number, number], mode: Mode): number[] {
  const skipped = mode === 'reflect' ? 1 : 0;
  return Array.from({ length: before + size + after }, (_, i) => {
    const place = i - before;
    if (place < 0) return skipped - 1 - place;
    return place < size ? place : 2 * size - 1 - skipped - place;
  });
}

function mirrorPad(mode: Mode): LoweringCase {
  const draw: LoweringCase['draw'] = (d) => {
    const shape = d.shape(d.integer(1, 4), 2, 5);
    const most = (size: number) => (mode === 'reflect' ? size - 1 : size);
    const paddings = shape.map((size): [number, number] => [d.integer(0, most(size)), d.integer(0, most(size))]);
    const places = shape.map((size, axis) => mirroredPlaces(size, paddings[axis] as [number, number], mode));
    return {
      inputs: [d.floats(shape)],
      fn: (x) => tf.mirrorPad(x as tf.Tensor, paddings, mode),
      reference: (x) => places.reduce((padded, at, axis) => tf.gather(padded, tf.tensor1d(at, 'int32'), axis), x as tf.Tensor),
    };
  };
  const note = 'the gradient is repaired: tfjs leaves out what the mirrored borders add';
  return { kernels: ['MirrorPad'], variant: mode, gradient: true, draw, note };
}

const reverse: LoweringCase = {
  kernels: ['Reverse'],
  gradient: true,
  draw: (d) => {
    const shape = d.anyShape(1);
    const axes = d.permutation(shape.length).slice(0, d.integer(1, shape.length));
    const fn = (x: tf.Tensor | undefined) => tf.reverse(x as tf.Tensor, axes);
    return { inputs: [d.floats(shape), d.integers(shape)], fn: (x, i) => [fn(x), tf.cast(fn(i), 'float32')] };
  },
};

const batchToSpace: LoweringCase = {
  kernels: ['BatchToSpaceND', 'SpaceToBatchND'],
  variant: 'batchToSpaceND',
  gradient: true,
  draw: (d) => {
    const block = d.shape(d.integer(1, 2), 1, 2);
    const spatial = d.shape(block.length, 2, 3);
    const batch = block.reduce((a, b) => a * b, d.integer(1, 2));
    const crops = spatial.map(() => [d.integer(0, 1), d.integer(0, 0)]);
    const inputs = [d.floats([batch, ...spatial, ...d.shape(d.integer(0, 1), 1, 3)])];
    return { inputs, fn: (x) => tf.batchToSpaceND(x as tf.Tensor, block, crops) };
  },
};

const spaceToBatch: LoweringCase = {
  kernels: ['SpaceToBatchND', 'BatchToSpaceND'],
  variant: 'spaceToBatchND',
  gradient: true,
  draw: (d) => {
    const block = d.shape(d.integer(1, 2), 1, 2);
    const paddings = block.map((size) => [size === 2 ? d.integer(0, 2) : 0, 0] as [number, number]);
    // Each padded axis is a multiple of its block.
    const spatial = block.map((size, i) => size * d.integer(2, 3) - ((paddings[i]?.[0] as number) % size));
    const inputs = [d.floats([d.integer(1, 2), ...spatial, ...d.shape(d.integer(0, 1), 1, 3)])];
    return { inputs, fn: (x) => tf.spaceToBatchND(x as tf.Tensor, block, paddings) };
  },
};

const depthToSpace: LoweringCase = {
  kernels: ['DepthToSpace'],
  gradient: false,
  draw: (d) => {
    const block = d.integer(2, 3);
    const inputs = [d.floats([...d.shape(3, 1, 3), block * block * d.integer(1, 3)])];
    return { inputs, fn: (x) => tf.depthToSpace(x as tf.Tensor4D, block, 'NHWC') };
  },
};

const diag: LoweringCase = {
  kernels: ['Diag'],
  gradient: false,
  draw: (d) => {
    const shape = d.shape(d.integer(1, 2));
    return { inputs: [d.floats(shape), d.integers(shape)], fn: (x, i) => [tf.diag(x as tf.Tensor), tf.diag(i as tf.Tensor)] };
  },
};

const flip: LoweringCase = {
  kernels: ['FlipLeftRight'],
  gradient: false,
  note: 'tfjs has no gradient; tf.reverse has',
  draw: (d) => ({ inputs: [d.floats(d.shape(4))], fn: (x) => tf.image.flipLeftRight(x as tf.Tensor4D) }),
};

export const REARRANGE_CASES: readonly LoweringCase[] = [
  mirrorPad('reflect'),
  mirrorPad('symmetric'),
  reverse,
  batchToSpace,
  spaceToBatch,
  depthToSpace,
  diag,
  flip,
];
