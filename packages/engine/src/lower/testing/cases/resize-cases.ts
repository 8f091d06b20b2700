import * as tf from '@tensorflow/tfjs-core';
import type { Draw } from '../draw.js';
import type { LoweringCase } from '../lowering-case.js';

type Pair = [number, number];
type Options = readonly [alignCorners: boolean, halfPixelCenters: boolean];

const OPTIONS: readonly Options[] = [
  [false, false],
  [true, false],
  [false, true],
];

/** Where in the input an output element lies. @see tensorflow/core/util/image_resizer_state.h */
function places(from: number, to: number, [align, half]: Options, isLinear: boolean): number[] {
  const scale = align && to > 1 ? (from - 1) / (to - 1) : from / to;
  return Array.from({ length: to }, (_, i) => (half ? (i + 0.5) * scale - (isLinear ? 0.5 : 0) : i * scale));
}

const taken = (x: tf.Tensor, axis: number, indices: number[]) => tf.gather(x, tf.tensor1d(indices, 'int32'), axis);
const within = (index: number, size: number) => Math.min(Math.max(index, 0), size - 1);

/** Linear interpolation along one axis, by gathers: tfjs differentiates those by itself. */
function linearAlong(x: tf.Tensor, axis: number, to: number, options: Options): tf.Tensor {
  const from = x.shape[axis] as number;
  const at = places(from, to, options, true);
  const low = taken(
    x,
    axis,
    at.map((place) => within(Math.floor(place), from)),
  );
  const high = taken(
    x,
    axis,
    at.map((place) => within(Math.floor(place) + 1, from)),
  );
  const shares = tf.reshape(
    tf.tensor1d(at.map((place) => place - Math.floor(place))),
    x.shape.map((_, i) => (i === axis ? to : 1)),
  );
  return tf.add(low, tf.mul(tf.sub(high, low), shares));
}

function nearestAlong(x: tf.Tensor, axis: number, to: number, options: Options): tf.Tensor {
  const from = x.shape[axis] as number;
  const round = options[0] ? Math.round : Math.floor;
  return taken(
    x,
    axis,
    places(from, to, options, false).map((place) => within(round(place), from)),
  );
}

type Along = typeof linearAlong;

const bothAxes =
  (along: Along, [height, width]: Pair, options: Options) =>
  (x: tf.Tensor) =>
    along(along(x, 1, height, options), 2, width, options);

function sizes(d: Draw): { shape: number[]; size: Pair; options: Options } {
  return {
    shape: [d.integer(1, 2), d.integer(1, 5), d.integer(1, 5), d.integer(1, 3)],
    size: [d.integer(1, 8), d.integer(1, 8)],
    options: d.pick(OPTIONS),
  };
}

function resize(kernel: string, fn: (x: tf.Tensor4D, size: Pair, options: Options) => tf.Tensor, along: Along): LoweringCase[] {
  return [
    {
      kernels: [kernel],
      gradient: false,
      draw: (d) => {
        const { shape, size, options } = sizes(d);
        return { inputs: [d.floats(shape)], fn: (x) => fn(x as tf.Tensor4D, size, options) };
      },
    },
    {
      kernels: [kernel],
      variant: 'any size',
      gradient: true,
      note: "the gradient is that of the values; tfjs's cpu kernel ignores halfPixelCenters and mistakes images that are not square",
      draw: (d) => {
        const { shape, size, options } = sizes(d);
        const reference = bothAxes(along, size, options);
        return {
          inputs: [d.floats(shape)],
          fn: (x) => fn(x as tf.Tensor4D, size, options),
          reference: (x) => reference(x as tf.Tensor),
        };
      },
    },
    {
      kernels: [kernel, `${kernel}Grad`],
      // tfjs's cpu kernels are wrong for further images of a batch and for images that are not square.
      variant: 'one square image',
      gradient: true,
      draw: (d) => {
        const [from, times] = [d.integer(1, 4), d.integer(1, 3)];
        const to = d.integer(0, 1) === 0 ? from * times : d.integer(1, 8);
        // tfjs's cpu kernel never ends where corners are aligned and the image has one row.
        const options: Options = [from > 1 && d.integer(0, 1) === 1, false];
        return { inputs: [d.floats([1, from, from, 2])], fn: (x) => fn(x as tf.Tensor4D, [to, to], options) };
      },
    },
  ];
}

export const RESIZE_CASES: readonly LoweringCase[] = [
  ...resize('ResizeBilinear', (x, size, [align, half]) => tf.image.resizeBilinear(x, size, align, half), linearAlong),
  ...resize(
    'ResizeNearestNeighbor',
    (x, size, [align, half]) => tf.image.resizeNearestNeighbor(x, size, align, half),
    nearestAlong,
  ),
];
