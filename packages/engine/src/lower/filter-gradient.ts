// The gradient of a convolution with respect to its filter, as matrix products: ONNX Runtime has no operator for it.
import type { GraphBuilder } from '../graph/graph-builder.js';
import { sizeOf, type Value } from '../graph/value.js';
import type { ConvGeometry } from './conv-geometry.js';
import { matrixProduct, swapLast } from './matmul.js';
import { reduce } from './reduce.js';
import { concatenated } from './shape.js';
import { memoryAs, windowTaps } from './windows.js';

/** Orders of an NHWC tensor's memory. */
const NCHW = [0, 3, 1, 2];
const NHWC = [0, 1, 2, 3];
const CNHW = [3, 0, 1, 2];
/** Positions outside: a strided window is copied in runs of whole batches. */
const HWNC = [1, 2, 0, 3];
const CHWN = [3, 1, 2, 0];

/** Below this many input channels the taps are joined into one product: each alone would be too thin. */
const JOIN_TAPS_BELOW_CHANNELS = 16;
/** From this many positions on, a product of one picture is large enough by itself: 32 x 32, or 16 x 16 with one tap. */
const POSITIONS_OF_A_PRODUCT = 1024;
const POSITIONS_OF_A_PRODUCT_1X1 = 256;

const isUnitStep = ({ windows }: ConvGeometry) => windows.stride.every((step) => step === 1);

/** A tensor laid out in an order and seen with the shape of a matrix, or of a matrix for each picture. */
function asMatrix(graph: GraphBuilder, value: Value, order: readonly number[], shape: readonly number[]): Value {
  return memoryAs(graph, graph.stored(graph.inOrder(value, order)), shape);
}

/** For each filter tap, the inputs it met, in the given order of axes. */
function tapInputs(graph: GraphBuilder, x: Value, { windows }: ConvGeometry, order: readonly number[]): Value[] {
  return windowTaps(graph, graph.inOrder(x, order), windows);
}

/** All taps in one product, `[taps Ci, K] x [K, Co]`, for pictures of one or three channels. */
function joinedTaps(graph: GraphBuilder, x: Value, dy: Value, info: ConvGeometry): Value {
  const count = sizeOf(dy.shape) / info.outChannels;
  const gradients = asMatrix(graph, dy, CHWN, [info.outChannels, count]);
  const rows = tapInputs(graph, x, info, CHWN).map((tap) => memoryAs(graph, tap, [info.inChannels, count]));
  return matrixProduct(graph, concatenated(graph, rows, 0), swapLast(gradients));
}

/** For each tap a product over positions in each picture, `[Ci, H W] x [H W, Co]`, summed over the batch; moves no layout. */
function productPerPicture(graph: GraphBuilder, x: Value, dy: Value, info: ConvGeometry): Value[] {
  const { batchSize, inChannels, outChannels } = info;
  const positions = sizeOf(info.windows.output);
  const rows = asMatrix(graph, dy, NCHW, [batchSize, outChannels, positions]);
  const gradients = graph.plain(swapLast(rows));
  return tapInputs(graph, x, info, NCHW).map((tap) => {
    const inputs = memoryAs(graph, tap, [batchSize, inChannels, positions]);
    const products = graph.node('MatMul', [inputs, gradients], { shape: [batchSize, inChannels, outChannels], dtype: 'float32' });
    return reduce(graph, 'ReduceSum', products, { axes: [0], keepDims: false });
  });
}

/** For each tap one product over positions and batch, `[Co, K] x [K, Ci]`. */
function productPerTap(graph: GraphBuilder, x: Value, dy: Value, info: ConvGeometry): Value[] {
  const count = sizeOf(dy.shape) / info.outChannels;
  const [dyOrder, xOrder] = isUnitStep(info) ? [CNHW, NHWC] : [CHWN, HWNC];
  const gradients = asMatrix(graph, dy, dyOrder, [info.outChannels, count]);
  return tapInputs(graph, x, info, xOrder).map((tap) => {
    const inputs = memoryAs(graph, tap, [count, info.inChannels]);
    return swapLast(matrixProduct(graph, gradients, inputs));
  });
}

/**
 * The gradient with respect to the filter, `[kh, kw, Ci, Co]`.
 *
 * CPU time of one thread, batch 16, 64 -> 64 channels at 32 x 32 with 3 x 3 taps, and 128 -> 128 at 16 x 16: as `[Ci, K] x [K, Co]`
 * a tap 17 and 10 ms; as `[Co, K] x [K, Ci]`, which transposes no input, 14 and 8 ms; a product a picture 11 and 10 ms; 1 x 1 taps
 * at 32 x 32 10, 6 and 3 ms. Before that, over a whole U-Net step: one Conv with the batch as channels 1,253 ms, one product over
 * joined slices 929 ms, one product a tap 818 ms. With the batch inside, strided slices of a DCGAN step cost 66 ms instead of 7.
 */
export function filterGradient(graph: GraphBuilder, x: Value, dy: Value, info: ConvGeometry): Value {
  const filterShape = [...info.windows.kernel, info.inChannels, info.outChannels];
  if (info.inChannels < JOIN_TAPS_BELOW_CHANNELS) return graph.reshape(joinedTaps(graph, x, dy, info), filterShape);
  const positions = sizeOf(info.windows.output);
  const isPointwise = sizeOf(info.windows.kernel) === 1;
  const isLarge = isUnitStep(info) && positions >= (isPointwise ? POSITIONS_OF_A_PRODUCT_1X1 : POSITIONS_OF_A_PRODUCT);
  const products = isLarge ? productPerPicture(graph, x, dy, info) : productPerTap(graph, x, dy, info);
  const taps = products.map((product) => graph.reshape(product, [1, info.inChannels, info.outChannels]));
  return graph.reshape(concatenated(graph, taps, 0), filterShape);
}
