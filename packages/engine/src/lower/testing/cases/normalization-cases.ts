import * as tf from '@tensorflow/tfjs-core';
import type { LoweringCase } from '../lowering-case.js';

/** Every factor given, or only some of them. */
function batchNorm(variant: string, hasScale: boolean, hasOffset: boolean): LoweringCase {
  const draw: LoweringCase['draw'] = (d) => {
    const shape = d.anyShape(2);
    const channels = [shape.at(-1) as number];
    const inputs = [d.floats(shape), d.floats(channels), d.floats(channels, 0.2, 2), d.floats(channels), d.floats(channels)];
    const used = inputs.slice(0, 3 + Number(hasScale) + Number(hasOffset));
    const fn = (...[x, mean, variance, ...rest]: tf.Tensor[]) => {
      const [scale, offset] = hasScale ? rest : [undefined, rest[0]];
      const [m, v] = [mean as tf.Tensor1D, variance as tf.Tensor1D];
      return tf.batchNorm(x as tf.Tensor, m, v, offset as tf.Tensor1D | undefined, scale as tf.Tensor1D | undefined, 1e-3);
    };
    return { inputs: used, fn };
  };
  return { kernels: ['FusedBatchNorm'], variant, gradient: true, draw };
}

const lrn: LoweringCase = {
  kernels: ['LRN', 'LRNGrad'],
  gradient: true,
  draw: (d) => {
    const [radius, alpha, beta] = [d.integer(0, 3), d.integer(1, 9) / 5, d.integer(1, 4) / 4];
    const inputs = [d.floats([...d.shape(3), d.integer(1, 7)])];
    return { inputs, fn: (x) => tf.localResponseNormalization(x as tf.Tensor4D, radius, 1.5, alpha, beta) };
  },
};

export const NORMALIZATION_CASES: readonly LoweringCase[] = [
  batchNorm('', true, true),
  { ...batchNorm('without scale', false, true), gradient: false, note: 'tfjs has no gradient without scale' },
  { ...batchNorm('without offset', true, false), gradient: false, note: 'tfjs has no gradient without offset' },
  lrn,
];
