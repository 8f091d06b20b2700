import * as tf from '@tensorflow/tfjs-core';
import type { LoweringCase } from '../lowering-case.js';

const EQUATIONS = ['ij,jk->ik', 'bij,bjk->bik', 'ij,ij->', 'ij,kj->ik', 'bi,bj->bij', 'ij->ji', 'bij,jk->bik', 'ijk->ik'];

export const CONTRACTION_CASES: readonly LoweringCase[] = [
  {
    kernels: ['Einsum'],
    gradient: false,
    draw: (d) => {
      const equation = d.pick(EQUATIONS);
      const terms = (equation.split('->')[0] as string).split(',');
      const sizes = new Map([...'bijk'].map((letter) => [letter, d.integer(1, 4)]));
      const inputs = terms.map((term) => d.floats([...term].map((letter) => sizes.get(letter) as number)));
      return { inputs, fn: (...x) => tf.einsum(equation, ...x) };
    },
  },
];

type Activation = 'linear' | 'relu' | 'relu6' | 'elu' | 'sigmoid' | 'leakyrelu' | 'prelu';
const ACTIVATIONS: readonly Activation[] = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'];
const FUSED = { gradient: false, note: 'tfjs calls it without gradients only, and separate kernels otherwise' };

export const FUSED_CASES: readonly LoweringCase[] = [
  {
    ...FUSED,
    kernels: ['_FusedMatMul'],
    draw: (d) => {
      const [m, k, n] = d.shape(3) as [number, number, number];
      const activation = d.pick(ACTIVATIONS);
      const fn = (...[a, b, bias, alpha]: tf.Tensor[]) =>
        tf.fused.matMul({
          a: a as tf.Tensor,
          b: b as tf.Tensor,
          bias: bias as tf.Tensor,
          activation,
          leakyreluAlpha: 0.3,
          ...(activation === 'prelu' ? { preluActivationWeights: alpha as tf.Tensor } : {}),
        });
      return { inputs: [d.floats([m, k]), d.floats([k, n]), d.floats([n]), d.floats([n], 0.1, 0.9)], fn };
    },
  },
  ...(['FusedConv2D', 'FusedDepthwiseConv2D'] as const).map(
    (kernel): LoweringCase => ({
      ...FUSED,
      kernels: [kernel],
      draw: (d) => {
        const channels = d.integer(1, 3);
        const activation = d.pick(ACTIVATIONS);
        const isDepthwise = kernel === 'FusedDepthwiseConv2D';
        const output = isDepthwise ? channels : d.integer(1, 3);
        const filter = [3, 3, channels, isDepthwise ? 1 : output];
        const fn = (...[x, f, bias, alpha]: tf.Tensor[]) =>
          (isDepthwise ? tf.fused.depthwiseConv2d : tf.fused.conv2d)({
            x: x as tf.Tensor4D,
            filter: f as tf.Tensor4D,
            strides: 1,
            pad: 'same',
            bias: bias as tf.Tensor,
            activation,
            leakyreluAlpha: 0.3,
            ...(activation === 'prelu' ? { preluActivationWeights: alpha as tf.Tensor } : {}),
          });
        return {
          inputs: [d.floats([2, 4, 3, channels]), d.floats(filter), d.floats([output]), d.floats([output], 0.1, 0.9)],
          fn,
        };
      },
    }),
  ),
];
