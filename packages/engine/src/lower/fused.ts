// Kernels of tf.fused: a product or convolution, a bias and an activation. tfjs calls them only where no gradient is taken.
import type { Value } from '../graph/value.js';
import { add, BINARY } from './binary.js';
import { CONVOLUTION } from './convolution.js';
import { DEPTHWISE } from './depthwise-convolution.js';
import { type KernelCall, type Lowering, LoweringRefusal, type LoweringTable } from './lowering.js';
import { MATMUL } from './matmul.js';
import { UNARY } from './unary.js';

const ACTIVATIONS: { readonly [name: string]: Lowering | undefined } = {
  linear: (call) => call.input('x'),
  relu: UNARY.Relu,
  relu6: UNARY.Relu6,
  elu: UNARY.Elu,
  sigmoid: UNARY.Sigmoid,
  leakyrelu: UNARY.LeakyRelu,
  prelu: BINARY.Prelu,
};

function activated(call: KernelCall, x: Value): Value {
  const name = call.attribute<string | undefined>('activation') ?? 'linear';
  const activation = ACTIVATIONS[name];
  if (activation === undefined) throw new LoweringRefusal(`activation ${name}`);
  const alpha = () => call.input('preluActivationWeights');
  const inner: KernelCall = {
    ...call,
    input: (input) => (input === 'x' ? x : alpha()),
    attribute: <T>() => call.attribute<T>('leakyreluAlpha'),
  };
  return activation(inner) as Value;
}

function fused(lowering: Lowering): Lowering {
  return (call) => {
    const product = lowering(call) as Value;
    const bias = call.optional('bias');
    return activated(call, bias === undefined ? product : add(call, product, bias));
  };
}

export const FUSED: LoweringTable = {
  _FusedMatMul: fused(MATMUL.BatchMatMul as Lowering),
  FusedConv2D: fused(CONVOLUTION.Conv2D as Lowering),
  FusedDepthwiseConv2D: fused(DEPTHWISE.DepthwiseConv2dNative as Lowering),
};
