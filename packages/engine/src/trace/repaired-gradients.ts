// Gradients of tfjs-core 4.22 that fail or are wrong, replaced in tfjs's registry, and so on every backend.
import * as tf from '@tensorflow/tfjs-core';
import '#gradients';

type GradientFunction = tf.GradConfig['gradFunc'];
type Attributes = { readonly [name: string]: unknown };

/** Keeps which inputs and outputs tfjs saves, and replaces what it makes of them. */
function repair(kernel: string, repaired: (original: GradientFunction) => GradientFunction): void {
  const original = tf.getGradient(kernel);
  tf.registerGradient({ ...original, gradFunc: repaired(original.gradFunc) });
}

/** Numbers of consecutive axes. */
const axes = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
const product = (sizes: readonly number[]) => sizes.reduce((a, b) => a * b, 1);
const inverse = (perm: readonly number[]) => perm.map((_, axis) => perm.indexOf(axis));

/** Summed over the axes along which an operand of `shape` was repeated. */
function summedTo(shape: number[], gradient: tf.Tensor): tf.Tensor {
  return tf.reshape(tf.sum(gradient, tf.broadcast_util.getReductionAxes(shape, gradient.shape)), shape);
}

// tfjs leaves the gradient in the broadcast shape, and then refuses it.
for (const kernel of ['Maximum', 'Minimum', 'SquaredDifference']) {
  repair(kernel, (original) => (dy, saved, attributes) => {
    const gradients = original(dy, saved, attributes);
    const [a, b] = saved as [tf.Tensor, tf.Tensor];
    return {
      a: () => summedTo(a.shape, (gradients.a as () => tf.Tensor)()),
      b: () => summedTo(b.shape, (gradients.b as () => tf.Tensor)()),
    };
  });
}

/** dy summed over the repetitions, axis by axis. */
function tileGradient(x: tf.Tensor, dy: tf.Tensor, repetitions: readonly number[]): tf.Tensor {
  return repetitions.reduce((gradient, times, axis) => {
    const size = x.shape[axis] as number;
    const [before, after] = [x.shape.slice(0, axis), gradient.shape.slice(axis + 1)];
    const sum = times === 1 ? gradient : tf.sum(tf.reshape(gradient, [product(before), times, size, product(after)]), 1);
    return tf.reshape(sum, [...before, size, ...after]);
  }, dy);
}

// tfjs adds up one slice for each repetition, thousands where an image is filled with a colour, and up to four axes only.
repair('Tile', () => (dy, saved, attributes) => ({
  x: () => tileGradient(saved[0] as tf.Tensor, dy as tf.Tensor, (attributes as Attributes).reps as number[]),
}));

const listed = <T>(one: T | T[]): T[] => (Array.isArray(one) ? one : [one]);

// tfjs hands a gradient function one tensor, not a list of one, where a kernel has a single output.
repair('SplitV', () => (dy, _, attributes) => ({ x: () => tf.concat(listed(dy), (attributes as Attributes).axis as number) }));
repair('Unpack', () => (dy, _, attributes) => ({ value: () => tf.stack(listed(dy), (attributes as Attributes).axis as number) }));

// tfjs permutes the result where the axis is not the last.
repair('Cumsum', () => (dy, _, attributes) => {
  const { axis, exclusive, reverse } = attributes as Attributes as { axis: number; exclusive: boolean; reverse: boolean };
  return { x: () => tf.cumsum(dy as tf.Tensor, axis, exclusive, !reverse) };
});

/** dy times the product of all other elements, which is that of those before times that of those behind. */
function prodGradient(x: tf.Tensor, dy: tf.Tensor, axis: number | number[] | undefined): tf.Tensor {
  const reduced = axis === undefined || axis === null ? axes(0, x.rank) : tf.util.parseAxisParam(axis, x.shape);
  const kept = axes(0, x.rank).filter((i) => !reduced.includes(i));
  const perm = [...kept, ...reduced];
  const moved = tf.transpose(x, perm);
  const rows = tf.reshape(moved, [product(kept.map((i) => x.shape[i] as number)), -1]);
  const others = tf.mul(tf.cumprod(rows, 1, true, false), tf.cumprod(rows, 1, true, true));
  const gradient = tf.mul(others, tf.reshape(dy, [rows.shape[0] as number, 1]));
  return tf.transpose(tf.reshape(gradient, moved.shape), inverse(perm));
}

// tfjs calls chained methods, which exist only where tfjs's union package is loaded.
repair('Prod', () => (dy, saved, attributes) => ({
  x: () => prodGradient(saved[0] as tf.Tensor, dy as tf.Tensor, (attributes as Attributes).axis as number[]),
}));

/** Each row of dy added to the row of x, of the same batch element, that it was gathered from. */
function batchGatherGradient(
  x: tf.Tensor,
  indices: tf.Tensor,
  dy: tf.Tensor,
  [axis, batchDims]: readonly [number, number],
): tf.Tensor {
  const chosen = indices.rank - batchDims;
  const outer = axis - batchDims;
  const inner = x.rank - axis - 1;
  const batch = product(x.shape.slice(0, batchDims));
  const extent = x.shape[axis] as number;
  // [batch, outer, chosen, inner] -> [batch chosen, outer inner]
  const perm = [...axes(0, batchDims), ...axes(axis, chosen), ...axes(batchDims, outer), ...axes(axis + chosen, inner)];
  const rows = tf.reshape(tf.transpose(dy, perm), [indices.size, -1]);
  const first = tf.reshape(tf.range(0, batch * extent, extent, 'int32'), [batch, 1]);
  const ids = tf.reshape(tf.add(tf.reshape(indices, [batch, -1]), first), [-1]) as tf.Tensor1D;
  const sums = tf.unsortedSegmentSum(rows, ids, batch * extent);
  // [batch N, outer inner] -> [batch, outer, N, inner]
  const back = [...axes(0, batchDims), axis, ...axes(batchDims, outer), ...axes(axis + 1, inner)];
  const split = tf.reshape(
    sums,
    back.map((i) => x.shape[i] as number),
  );
  return tf.transpose(split, inverse(back));
}

repair('GatherV2', (original) => (dy, saved, attributes) => {
  const { axis, batchDims } = attributes as Attributes as { axis: number; batchDims?: number };
  if (batchDims === undefined || batchDims === 0) return original(dy, saved, attributes);
  const [x, indices] = saved as [tf.Tensor, tf.Tensor];
  const at = tf.util.parseAxisParam(axis, x.shape)[0] as number;
  return { x: () => batchGatherGradient(x, indices, dy as tf.Tensor, [at, batchDims]), indices: () => tf.zerosLike(indices) };
});

/** The inside of dy, plus the mirrored borders where they came from. */
function mirrorPadGradient(dy: tf.Tensor, paddings: readonly (readonly [number, number])[], skipped: number): tf.Tensor {
  return paddings.reduce((gradient, [before, after], axis) => {
    const inside = (gradient.shape[axis] as number) - before - after;
    const along = (at: number, size: number) => {
      const begin = gradient.shape.map((_, i) => (i === axis ? at : 0));
      return tf.slice(
        gradient,
        begin,
        gradient.shape.map((whole, i) => (i === axis ? size : whole)),
      );
    };
    const folded = (at: number, size: number, to: number) => {
      const borders = gradient.shape.map((_, i): [number, number] => (i === axis ? [to, inside - to - size] : [0, 0]));
      return tf.pad(tf.reverse(along(at, size), axis), borders);
    };
    const parts = [along(before, inside)];
    if (before > 0) parts.push(folded(0, before, skipped));
    if (after > 0) parts.push(folded(before + inside, after, inside - skipped - after));
    return tf.addN(parts);
  }, dy);
}

// tfjs leaves out what the borders add.
repair('MirrorPad', () => (dy, _, attributes) => {
  const { paddings, mode } = attributes as Attributes as { paddings: [number, number][]; mode: string };
  return { x: () => mirrorPadGradient(dy as tf.Tensor, paddings, mode === 'reflect' ? 1 : 0) };
});
