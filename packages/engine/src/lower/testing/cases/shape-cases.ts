import * as tf from '@tensorflow/tfjs-core';
import type { Draw } from '../draw.js';
import type { LoweringCase } from '../lowering-case.js';

type One = (x: tf.Tensor) => tf.Tensor | tf.Tensor[];

/** One input, the attributes drawn from its shape: once with float32 and gradients, once with int32 and bool. */
function moved(
  kernel: string,
  variants: (d: Draw, shape: readonly number[]) => One,
  { minRank = 1, minSize = 1, ...rest }: Partial<LoweringCase> & { minRank?: number; minSize?: number } = {},
): LoweringCase[] {
  const named = { kernels: [kernel], ...rest };
  const real: LoweringCase = {
    gradient: true,
    ...named,
    draw: (d) => {
      const shape = d.shape(d.integer(minRank, 4), minSize);
      const fn = variants(d, shape);
      return { inputs: [d.floats(shape)], fn: (x) => fn(x as tf.Tensor) };
    },
  };
  const others: LoweringCase = {
    ...named,
    variant: `${rest.variant ?? ''} int32 and bool`.trim(),
    gradient: false,
    draw: (d) => {
      const shape = d.shape(d.integer(minRank, 4), minSize);
      const fn = variants(d, shape);
      const both = (x: tf.Tensor | undefined) => [fn(x as tf.Tensor)].flat();
      return { inputs: [d.integers(shape), d.booleans(shape)], fn: (i, b) => [...both(i), ...both(b)] };
    },
  };
  return [real, others];
}

const axisOf = (d: Draw, shape: readonly number[]) => d.integer(-shape.length, shape.length - 1);

function joined(kernel: string, fn: (parts: tf.Tensor[], axis: number) => tf.Tensor, sameShape: boolean): LoweringCase {
  const draw: LoweringCase['draw'] = (d) => {
    const shape = d.anyShape(1, 3);
    const axis = d.integer(0, shape.length - 1);
    const part = () => d.floats(sameShape ? shape : shape.map((size, i) => (i === axis ? d.integer(1, 3) : size)));
    return { inputs: [part(), part(), part()], fn: (...parts) => fn(parts, axis) };
  };
  return { kernels: [kernel], gradient: true, draw };
}

/** A window inside a shape: where it begins and how large it is. */
function windowOf(d: Draw, shape: readonly number[]): { begin: number[]; size: number[] } {
  const begin = shape.map((extent) => d.integer(0, extent - 1));
  return { begin, size: shape.map((extent, i) => d.integer(1, extent - (begin[i] as number))) };
}

function stridedSlice(d: Draw, shape: readonly number[]): One {
  const strides = shape.map(() => d.pick([1, 2, -1, -2]));
  const begin = shape.map((size, i) => ((strides[i] as number) > 0 ? d.integer(0, size - 1) : size - 1));
  const end = shape.map((size, i) => ((strides[i] as number) > 0 ? size : d.integer(-size - 1, -size)));
  return (x) => tf.stridedSlice(x, begin, end, strides);
}

/** Python's `x[i, :, None]`: an axis taken away, another put in. */
function indexed(d: Draw, shape: readonly number[]): One {
  const begin = shape.map((size) => d.integer(0, size - 1));
  const end = begin.map((first) => first + 1);
  const [endMask, shrinkMask, newMask] = [d.integer(0, 15) & ~1, 1, d.integer(0, 1) << shape.length];
  const spec = (values: number[]) => (newMask === 0 ? values : [...values, 1]);
  return (x) => tf.stridedSlice(x, spec(begin), spec(end), spec(begin.map(() => 1)), 0, endMask, 0, newMask, shrinkMask);
}

function split(d: Draw, shape: readonly number[]): One {
  const axis = axisOf(d, shape);
  const extent = shape.at(axis) as number;
  const first = d.integer(1, Math.max(1, extent - 1));
  const parts = extent === 1 || d.integer(0, 1) === 0 ? extent : [first, extent - first];
  return (x) => tf.split(x, parts, axis);
}

function expand(d: Draw, shape: readonly number[]): One {
  const axis = d.integer(-shape.length - 1, shape.length);
  return (x) => tf.expandDims(x, axis);
}

function paddings(d: Draw, shape: readonly number[]): [number, number][] {
  return shape.map(() => [d.integer(0, 2), d.integer(0, 2)]);
}

/** Repetition, compared with joining copies axis by axis. */
const tiled: LoweringCase = {
  kernels: ['Tile'],
  gradient: true,
  note: "the gradient is repaired: tfjs's adds up a slice for each repetition, and refuses more than four axes",
  draw: (d) => {
    const shape = d.anyShape(1);
    const times = shape.map(() => d.integer(1, 3));
    return {
      inputs: [d.floats(shape)],
      fn: (x) => tf.tile(x as tf.Tensor, times),
      reference: (x) =>
        times.reduce(
          (y, count, axis) =>
            tf.concat(
              Array.from({ length: count }, () => y),
              axis,
            ),
          x as tf.Tensor,
        ),
    };
  },
};

export const SHAPE_CASES: readonly LoweringCase[] = [
  ...moved(
    'Tile',
    (d, shape) => {
      const target = [2, ...shape.map((size) => (size === 1 ? d.integer(1, 3) : size))];
      return (x) => tf.broadcastTo(x, target);
    },
    { variant: 'broadcastTo' },
  ),
  {
    kernels: ['Cast'],
    gradient: true,
    draw: (d) => {
      const shape = d.anyShape();
      const inputs = [d.floats(shape, -4, 4), d.integers(shape), d.booleans(shape)];
      const fn = (...values: tf.Tensor[]) =>
        values.flatMap((x) => (['float32', 'int32', 'bool'] as const).map((dtype) => tf.cast(x, dtype)));
      return { inputs, fn, variables: [0] };
    },
  },
  joined('Concat', (parts, axis) => tf.concat(parts, axis), false),
  ...moved('ExpandDims', expand),
  {
    kernels: ['Fill'],
    gradient: false,
    draw: (d) => {
      const shape = d.anyShape();
      return { inputs: [d.floats(shape)], fn: (x) => [tf.add(x as tf.Tensor, tf.fill(shape, 2.5)), tf.fill(shape, 3, 'int32')] };
    },
  },
  joined('Pack', (parts, axis) => tf.stack(parts, axis), true),
  ...moved('PadV2', (d, shape) => {
    const borders = paddings(d, shape);
    return (x) => tf.pad(x, borders, x.dtype === 'bool' ? 1 : -3);
  }),
  ...moved('Reshape', (d, shape) => {
    const total = shape.reduce((a, b) => a * b, 1);
    const target = d.pick([[total], [1, total, 1], [-1, shape.at(-1) as number], [shape[0] as number, -1]]);
    return (x) => tf.reshape(x, target);
  }),
  ...moved('Slice', (d, shape) => {
    const { begin, size } = windowOf(d, shape);
    // Without a size: everything from there on.
    return d.pick([(x) => tf.slice(x, begin, size), (x: tf.Tensor) => tf.slice(x, begin)]);
  }),
  ...moved('SplitV', split),
  ...moved('StridedSlice', stridedSlice, { gradient: false }),
  ...moved('StridedSlice', indexed, { gradient: false, variant: 'index and new axis' }),
  tiled,
  ...moved(
    'Transpose',
    (d, shape) => {
      const perm = d.permutation(shape.length);
      return (x) => tf.transpose(x, perm);
    },
    { minRank: 2 },
  ),
  ...moved('Unpack', (d, shape) => {
    const axis = axisOf(d, shape);
    return (x) => tf.unstack(x, axis);
  }),
];
