import type { GraphBuilder } from '../graph/graph-builder.js';
import type { Value } from '../graph/value.js';
import type { KernelCall, LoweringTable } from './lowering.js';
import { axesOf } from './reduce.js';
import { concatenated, sliceOf } from './shape.js';

interface Direction {
  readonly axis: number;
  readonly reverse: boolean;
}

function scanned(call: KernelCall): { x: Value } & Direction {
  const given = call.input('x');
  const x = call.graph.stored(given.dtype === 'bool' ? call.graph.cast(given, 'int32') : given);
  return { x, axis: axesOf(call.attribute('axis'), x.shape.length)[0] as number, reverse: call.attribute('reverse') };
}

function cumsum(call: KernelCall): Value {
  const { graph } = call;
  const { x, axis, reverse } = scanned(call);
  const attributes = { exclusive: { int: call.attribute('exclusive') ? 1 : 0 }, reverse: { int: reverse ? 1 : 0 } };
  const along = graph.scalar(x.order.indexOf(axis), 'int64');
  return graph.ordered('CumSum', [x, along], x, { attributes });
}

/** x moved along an axis by `distance`, ones where it came from. */
function shifted(graph: GraphBuilder, x: Value, distance: number, { axis, reverse }: Direction): Value {
  const resized = (size: number) => x.shape.map((extent, i) => (i === axis ? size : extent));
  const kept = (x.shape[axis] as number) - distance;
  const ones = { ...graph.filled(1, resized(distance), x.dtype), order: x.order };
  if (kept <= 0) return graph.filled(1, x.shape, x.dtype);
  const start = x.shape.map((_, i) => (i === axis && reverse ? distance : 0));
  const rest = sliceOf(graph, x, { start, size: resized(kept) });
  return concatenated(graph, reverse ? [rest, ones] : [ones, rest], axis);
}

/** Running products; ONNX has no such operator. Each pass doubles how many elements a product covers. */
function cumprod(call: KernelCall): Value {
  const { graph } = call;
  const { x, ...direction } = scanned(call);
  let products = call.attribute<boolean>('exclusive') ? shifted(graph, x, 1, direction) : x;
  for (let distance = 1; distance < (x.shape[direction.axis] as number); distance *= 2) {
    const earlier = graph.stored(graph.inOrder(shifted(graph, products, distance, direction), products.order));
    products = graph.ordered('Mul', [graph.stored(products), earlier], products);
  }
  return products;
}

export const SCAN: LoweringTable = { Cumprod: cumprod, Cumsum: cumsum };
