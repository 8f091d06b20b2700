import type { HostTensor, Tree } from '@aigc/plugin-api';
import { type StateEntries, tensorsOfState } from '../checkpoint/state-tensors.js';

/** Bytes of a training state: weights, averages and what the optimiser remembers. A checkpoint is about as large. */
export function stateBytes(state: Tree<HostTensor>): number {
  return [...tensorsOfState(state, {}).values()].reduce((sum, tensor) => sum + tensor.data.byteLength, 0);
}

/** Elements of the leaves called `weights`; of the whole state where a model has none. */
export function parameterCount(state: Tree<HostTensor>, entries: StateEntries): number {
  const tensors = [...tensorsOfState(state, entries)];
  const weights = tensors.filter(([name]) => name.split('/')[0]?.split('.').at(-1) === 'weights');
  return (weights.length > 0 ? weights : tensors).reduce((sum, [, tensor]) => sum + tensor.data.length, 0);
}
