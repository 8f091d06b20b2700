import * as tf from '@tensorflow/tfjs-core';
import type { LoweringCase } from '../lowering-case.js';

/**
 * `[..., M, K] x [..., K, N]`, either operand given transposed. The operand with fewer leading axes is repeated; tfjs's cpu kernel
 * is wrong where axes of size 1 are.
 */
function product(variant: string, batch: readonly [number, number], dtype: 'float32' | 'int32' = 'float32'): LoweringCase {
  const draw: LoweringCase['draw'] = (d) => {
    const [m, k, n] = d.shape(3) as [number, number, number];
    const leading = d.shape(Math.max(...batch));
    const [transposeA, transposeB] = [d.integer(0, 1) === 1, d.integer(0, 1) === 1];
    const shape = (rank: number, rows: number, columns: number, swap: boolean) => [
      ...leading.slice(leading.length - rank),
      ...(swap ? [columns, rows] : [rows, columns]),
    ];
    const [a, b] = [shape(batch[0], m, k, transposeA), shape(batch[1], k, n, transposeB)];
    const values = (s: number[]) => (dtype === 'int32' ? d.integers(s) : d.floats(s));
    return { inputs: [values(a), values(b)], fn: (x, y) => tf.matMul(x as tf.Tensor, y as tf.Tensor, transposeA, transposeB) };
  };
  // tfjs's gradient does not sum over batch axes that broadcast, hence no gradient where the ranks differ.
  return { kernels: ['BatchMatMul'], variant, gradient: false, draw };
}

function sameBatch(rank: number): LoweringCase {
  const draw: LoweringCase['draw'] = (d) => {
    const [m, k, n] = d.shape(3) as [number, number, number];
    const leading = d.shape(rank);
    const [transposeA, transposeB] = [d.integer(0, 1) === 1, d.integer(0, 1) === 1];
    const a = [...leading, ...(transposeA ? [k, m] : [m, k])];
    const b = [...leading, ...(transposeB ? [n, k] : [k, n])];
    return {
      inputs: [d.floats(a), d.floats(b)],
      fn: (x, y) => tf.matMul(x as tf.Tensor, y as tf.Tensor, transposeA, transposeB),
    };
  };
  return { kernels: ['BatchMatMul'], variant: `${rank} batch axes`, gradient: true, draw };
}

export const MATMUL_CASES: readonly LoweringCase[] = [
  sameBatch(0),
  sameBatch(1),
  sameBatch(2),
  { ...product('broadcast', [2, 1]), note: 'tfjs has no gradient for batch axes that broadcast' },
  product('int32', [0, 0], 'int32'),
  product('int32, batches', [1, 1], 'int32'),
];
