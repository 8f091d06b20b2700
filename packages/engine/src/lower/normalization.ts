import type { GraphBuilder } from '../graph/graph-builder.js';
import { sizeOf, type Value } from '../graph/value.js';
import { combine } from './combine.js';
import type { KernelCall, LoweringTable } from './lowering.js';
import { matrixProduct } from './matmul.js';

/** `(x - mean) scale / sqrt(variance + epsilon) + offset`, the small factors multiplied first. */
function batchNorm(call: KernelCall): Value {
  const { graph } = call;
  const [x, mean, variance] = [call.input('x'), call.input('mean'), call.input('variance')];
  const [scale, offset] = [call.optional('scale'), call.optional('offset')];
  const epsilon = graph.filled(call.attribute<number | undefined>('varianceEpsilon') ?? 0.001, [], 'float32');
  const widened = combine(call, 'Add', [variance, epsilon]);
  const deviation = graph.ordered('Sqrt', [widened], widened);
  const factor = combine(call, 'Div', [scale ?? graph.filled(1, [], 'float32'), deviation]);
  const normalized = combine(call, 'Mul', [combine(call, 'Sub', [x, mean]), factor]);
  return offset === undefined ? normalized : combine(call, 'Add', [normalized, offset]);
}

/** Over the last axis, for each element the sum of those at most `radius` away: a product with a band of ones. */
function neighbourSums(graph: GraphBuilder, x: Value, radius: number): Value {
  const channels = x.shape.at(-1) as number;
  const isNear = (i: number) => Math.abs(Math.floor(i / channels) - (i % channels)) <= radius;
  const band = graph.constant(
    Float32Array.from({ length: channels * channels }, (_, i) => (isNear(i) ? 1 : 0)),
    [channels, channels],
    'float32',
  );
  const rows = graph.reshape(x, [sizeOf(x.shape) / channels, channels]);
  return graph.reshape(matrixProduct(graph, rows, band), x.shape);
}

/** `bias + alpha * (sum of the neighbours' squares)` */
function responseNorm(call: KernelCall, x: Value): Value {
  const { graph } = call;
  const number = (name: string) => graph.filled(call.attribute<number>(name), [], 'float32');
  const squares = combine(call, 'Mul', [x, x]);
  const sums = neighbourSums(graph, squares, call.attribute('depthRadius'));
  return combine(call, 'Add', [combine(call, 'Mul', [sums, number('alpha')]), number('bias')]);
}

function power(call: KernelCall, base: Value, exponent: number): Value {
  return combine(call, 'Pow', [base, call.graph.filled(exponent, [], 'float32')]);
}

/** Local response normalisation across channels. @see Krizhevsky, Sutskever, Hinton 2012, section 3.3 */
function lrn(call: KernelCall): Value {
  const x = call.input('x');
  return combine(call, 'Mul', [x, power(call, responseNorm(call, x), -call.attribute<number>('beta'))]);
}

/** `dy norm^-beta - 2 alpha beta x (sum over neighbours of dy y / norm)` */
function lrnGrad(call: KernelCall): Value {
  const { graph } = call;
  const [x, y, dy] = [call.input('x'), call.input('y'), call.input('dy')];
  const [alpha, beta] = [call.attribute<number>('alpha'), call.attribute<number>('beta')];
  const norm = responseNorm(call, x);
  const direct = combine(call, 'Mul', [dy, power(call, norm, -beta)]);
  const spread = neighbourSums(graph, combine(call, 'Div', [combine(call, 'Mul', [dy, y]), norm]), call.attribute('depthRadius'));
  const weighted = combine(call, 'Mul', [combine(call, 'Mul', [x, spread]), graph.filled(2 * alpha * beta, [], 'float32')]);
  return combine(call, 'Sub', [direct, weighted]);
}

export const NORMALIZATION: LoweringTable = { FusedBatchNorm: batchNorm, LRN: lrn, LRNGrad: lrnGrad };
