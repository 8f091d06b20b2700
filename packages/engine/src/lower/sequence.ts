// Sequences of numbers that are known while tracing; added up step by step in the result's type, as tfjs does.
import type { ElementType } from '../graph/value.js';
import type { Lowering, LoweringTable } from './lowering.js';

function steps(start: number, step: number, count: number, dtype: ElementType): Float32Array | Int32Array {
  const values = dtype === 'float32' ? new Float32Array(count) : new Int32Array(count);
  for (let i = 0; i < count; i++) values[i] = i === 0 ? start : (values[i - 1] as number) + step;
  return values;
}

const range: Lowering = (call) => {
  const [start, stop, step] = [call.attribute<number>('start'), call.attribute<number>('stop'), call.attribute<number>('step')];
  const dtype = call.attribute<'float32' | undefined>('dtype') ?? 'float32';
  const isEmpty = start === stop || (start < stop && step < 0) || (stop < start && step > 1);
  const count = isEmpty ? 0 : Math.abs(Math.ceil((stop - start) / step));
  return call.graph.constant(steps(start, stop < start && step === 1 ? -1 : step, count, dtype), [count], dtype);
};

const linSpace: Lowering = (call) => {
  const [start, stop, count] = [call.attribute<number>('start'), call.attribute<number>('stop'), call.attribute<number>('num')];
  return call.graph.constant(steps(start, (stop - start) / (count - 1), count, 'float32'), [count], 'float32');
};

export const SEQUENCE: LoweringTable = { LinSpace: linSpace, Range: range };
