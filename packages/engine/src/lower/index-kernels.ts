import type { LoweringTable } from './lowering.js';
import { LoweringRefusal } from './lowering.js';

export const INDEX_KERNELS: LoweringTable = {
  GatherV2: (call) => {
    if ((call.attribute<number>('batchDims') ?? 0) !== 0) throw new LoweringRefusal('batchDims other than 0 are not lowered');
    const [x, indices] = [call.graph.plain(call.input('x')), call.graph.plain(call.input('indices'))];
    const axis = call.attribute<number>('axis');
    const at = axis < 0 ? axis + x.shape.length : axis;
    const shape = [...x.shape.slice(0, at), ...indices.shape, ...x.shape.slice(at + 1)];
    return call.graph.node('Gather', [x, indices], { shape, dtype: x.dtype }, { attributes: { axis: { int: at } } });
  },
  OneHot: (call) => {
    const { graph } = call;
    const indices = graph.cast(graph.plain(call.input('indices')), 'int64');
    const depth = call.attribute<number>('depth');
    const dtype = call.attribute<'float32'>('dtype') ?? 'float32';
    const values = graph.constant([call.attribute('offValue'), call.attribute('onValue')], [2], dtype);
    return graph.node('OneHot', [indices, graph.integers([depth]), values], { shape: [...indices.shape, depth], dtype });
  },
  UnsortedSegmentSum: (call) => {
    // Rows of x are added to the row of a zero tensor that their segment id names.
    const { graph } = call;
    const x = graph.plain(call.input('x'));
    const ids = call.input('segmentIds');
    const rank = ids.shape.length;
    const shape = [call.attribute<number>('numSegments'), ...x.shape.slice(rank)];
    const zeros = graph.stored(graph.filled(0, shape, x.dtype));
    const indices = graph.reshape(graph.cast(ids, 'int64'), [...ids.shape, 1]);
    return graph.node('ScatterND', [zeros, indices, x], { shape, dtype: x.dtype }, { attributes: { reduction: { string: 'add' } } });
  },
};
