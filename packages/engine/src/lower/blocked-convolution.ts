// Convolutions in the blocked layout: filters change from step to step, so that they are laid out in the graph.
import type { GraphBuilder } from '../graph/graph-builder.js';
import { sizeOf, type Value } from '../graph/value.js';
import { type BlockedPictures, blockedNode, fromBlocks, interleaved, toBlocks, turnBlocks } from './blocked-layout.js';
import type { ConvGeometry } from './conv-geometry.js';
import { memoryAs, windowAttributes } from './windows.js';

/** Taps of a filter, by their row-major number, that make a smaller filter of the shape `kernel`. */
interface TapChoice {
  readonly taps: readonly number[];
  readonly kernel: readonly [number, number];
}

/** A convolution whose channels are whole blocks. */
export interface BlockedGeometry extends ConvGeometry {
  readonly block: number;
}

/**
 * The geometry where both channel counts are whole blocks; undefined elsewhere.
 *
 * Filters of one tap gain little in time (384 to 128 channels at 16 x 16: 3.3 ms to 2.6; 128 to 384: 3.0 to 3.1), but round as
 * other frameworks' blocked convolutions do.
 */
export function inBlocks(graph: GraphBuilder, geometry: ConvGeometry): BlockedGeometry | undefined {
  const { inChannels, outChannels } = geometry;
  const block = graph.channelBlock;
  const fits = block !== undefined && inChannels % block === 0 && outChannels % block === 0;
  return fits ? { ...geometry, block } : undefined;
}

/** `[kh, kw, I, O]` as the forward pass takes it: `[O / b, I / b, taps, b of I, b of O]`. */
function forwardFilter(graph: GraphBuilder, filter: Value, block: number): Value {
  const [height, width, inputs, outputs] = filter.shape as [number, number, number, number];
  const blocks = [height * width, inputs / block, block, outputs / block, block];
  const moved = graph.inOrder(graph.reshape(filter, blocks), [3, 1, 0, 2, 4]);
  return memoryAs(graph, moved, [outputs, inputs, height, width]);
}

/** `[kh, kw, I, O]` as a convolution from O to I takes the chosen taps: `[I / b, O / b, taps, b of O, b of I]`. */
function backwardFilter(graph: GraphBuilder, filter: Value, { taps, kernel }: TapChoice, block: number): Value {
  const [inputs, outputs] = filter.shape.slice(2) as [number, number];
  const all = graph.plain(graph.reshape(filter, [sizeOf(filter.shape) / inputs / outputs, inputs * outputs]));
  const indices = graph.integers(taps);
  const shape = [taps.length, inputs * outputs];
  const chosen = graph.node('Gather', [all, indices], { shape, dtype: 'float32' }, { attributes: { axis: { int: 0 } } });
  // [taps I / b, b of I, O] -> [taps I / b, O, b of I] = [taps, I / b O / b, b of O, b of I]
  const turned = turnBlocks(graph, memoryAs(graph, chosen, [(taps.length * inputs) / block, block, outputs]));
  const blocks = memoryAs(graph, turned, [taps.length, (inputs / block) * (outputs / block), block * block]);
  return memoryAs(graph, graph.inOrder(blocks, [1, 0, 2]), [inputs, outputs, ...kernel]);
}

/** The forward pass: 14 x 14 x 64 -> 7 x 7 x 128 with 5 x 5 taps takes 16 ms of one thread instead of 22. */
export function blockedConvolution(graph: GraphBuilder, x: Value, filter: Value, geometry: BlockedGeometry): Value {
  const { windows, outShape, outChannels, block } = geometry;
  const inputs = [toBlocks(graph, x).memory, forwardFilter(graph, filter, block)];
  const shape = [outShape[0] as number, outChannels, ...windows.output];
  const memory = blockedNode(graph, 'Conv', inputs, { shape, attributes: windowAttributes(windows) });
  return fromBlocks(graph, { memory, shape: outShape });
}

/** The taps that reach the pixels of one phase along one axis, last first, and the border that their convolution needs. */
interface Phase {
  readonly taps: readonly number[];
  readonly before: number;
  readonly after: number;
}

/**
 * Along one axis, what reaches the pixels `phase + q stride` of the input: `dx[phase + q s] = sum of dy[q + c - j] w[k + s j]` with
 * `k = (phase + border) mod s` and `c = (phase + border - k) / s`.
 */
function phaseOf({ windows }: ConvGeometry, axis: number, phase: number): Phase {
  const at = (sizes: readonly number[]) => sizes[axis] as number;
  const stride = at(windows.stride);
  const first = (phase + at(windows.before)) % stride;
  const count = Math.ceil((at(windows.kernel) - first) / stride);
  const reach = (phase + at(windows.before) - first) / stride;
  const taps = Array.from({ length: count }, (_, i) => first + stride * (count - 1 - i));
  return { taps, before: count - 1 - reach, after: at(windows.input) / stride - 1 + reach - (at(windows.output) - 1) };
}

/** For each axis its phases, or undefined where they are of different sizes, empty, or would need a border cut off. */
function phasesOf(geometry: ConvGeometry): readonly (readonly Phase[])[] | undefined {
  const { stride, input } = geometry.windows;
  if (stride.some((step, axis) => (input[axis] as number) % step !== 0)) return undefined;
  const phases = stride.map((step, axis) => Array.from({ length: step }, (_, phase) => phaseOf(geometry, axis, phase)));
  const isPlain = ({ taps, before, after }: Phase) => taps.length > 0 && before >= 0 && after >= 0;
  return phases.flat().every(isPlain) ? phases : undefined;
}

/**
 * The gradient with respect to the input, which is also the forward pass of a transposed convolution; undefined where it is not
 * one of stride 1 or of strides that divide the picture.
 *
 * Strides are taken apart into phases: the pixels (i + s h, j + s w) for one (i, j) are a convolution of stride 1 with every s-th
 * tap. From 7 x 7 x 128 to 14 x 14 x 64 with 5 x 5 taps, batch 128: 44 ms of one thread as ConvTranspose, 17 in four phases.
 * @see Shi et al. 2016, arXiv 1609.07009
 */
export function blockedInputGradient(
  graph: GraphBuilder,
  dy: Value,
  filter: Value,
  geometry: BlockedGeometry,
): Value | undefined {
  const { windows, inShape, block } = geometry;
  const isDilated = windows.dilation.some((step) => step !== 1);
  const phases = isDilated ? undefined : phasesOf(geometry);
  if (phases === undefined) return undefined;
  const gradients = toBlocks(graph, dy);
  const [rows, columns] = phases as [readonly Phase[], readonly Phase[]];
  const width = windows.kernel[1] as number;
  const convolved = (row: Phase, column: Phase): BlockedPictures => {
    const taps = row.taps.flatMap((i) => column.taps.map((j) => i * width + j));
    const kernel: [number, number] = [row.taps.length, column.taps.length];
    const weights = backwardFilter(graph, filter, { taps, kernel }, block);
    const size = windows.input.map((extent, axis) => extent / (windows.stride[axis] as number));
    const shape = [inShape[0] as number, inShape[3] as number, ...size];
    const attributes = {
      kernel_shape: { ints: kernel },
      strides: { ints: [1, 1] },
      pads: { ints: [row.before, column.before, row.after, column.after] },
    };
    const memory = blockedNode(graph, 'Conv', [gradients.memory, weights], { shape, attributes });
    return { memory, shape: [shape[0] as number, ...size, shape[1] as number] };
  };
  const parts = rows.map((row) => columns.map((column) => convolved(row, column)));
  return fromBlocks(graph, parts.flat().length === 1 ? (parts[0]?.[0] as BlockedPictures) : interleaved(graph, parts, block));
}
