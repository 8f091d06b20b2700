import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { transposeSteps } from './merged-transpose.js';
import { plainOrder, sizeOf } from './value.js';

/** Row-major memory with its axes permuted, one element at a time. */
function transposedMemory(memory: readonly number[], shape: readonly number[], perm: readonly number[]): number[] {
  const target = perm.map((axis) => shape[axis] as number);
  const stride = (sizes: readonly number[], axis: number) => sizeOf(sizes.slice(axis + 1));
  return memory.map((_, i) => {
    const index = target.map((size, axis) => Math.floor(i / stride(target, axis)) % size);
    return memory[perm.reduce((sum, axis, at) => sum + (index[at] as number) * stride(shape, axis), 0)] as number;
  });
}

const layouts = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }).chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    from: fc.shuffledSubarray(plainOrder(shape.length), { minLength: shape.length }),
    to: fc.shuffledSubarray(plainOrder(shape.length), { minLength: shape.length }),
  }),
);

describe('transposeSteps', () => {
  test('moves memory as the full permutation does', () => {
    fc.assert(
      fc.property(layouts, ({ shape, from, to }) => {
        const memoryShape = from.map((axis) => shape[axis] as number);
        const memory = Array.from({ length: sizeOf(shape) }, (_, i) => i);
        const full = transposedMemory(
          memory,
          memoryShape,
          to.map((axis) => from.indexOf(axis)),
        );
        const steps = transposeSteps({ name: 'x', shape, dtype: 'float32', order: from }, to);
        const moved = steps.reduce((at, step) => transposedMemory(at, step.memory, step.perm), memory);

        expect(moved).toEqual(full);
      }),
      { seed: 20, numRuns: 300 },
    );
  });

  test('turns filters, HWIO to OIHW, in two steps of two axes each', () => {
    const value = { name: 'x', shape: [3, 3, 8, 4], dtype: 'float32', order: [0, 1, 2, 3] } as const;

    expect(transposeSteps(value, [3, 2, 0, 1]).map(({ perm }) => perm)).toEqual([
      [1, 0],
      [0, 2, 1],
    ]);
  });

  test('merges what stays together: NHWC to NCHW moves two axes', () => {
    const value = { name: 'x', shape: [1, 5, 6, 3], dtype: 'float32', order: [0, 1, 2, 3] } as const;

    expect(transposeSteps(value, [0, 3, 1, 2])).toEqual([{ memory: [30, 3], perm: [1, 0] }]);
  });
});
