import type { HostTensor, ParameterEntry, Tree } from '@aigc/plugin-api';
import { type StateEntries, stateLeaves } from '../checkpoint/state-tensors.js';

/** A leaf of a sampler's parameters under the name that its numbers have in a checkpoint. */
export interface NamedParameter {
  /** Dotted path in the sampler's parameters. */
  readonly path: string;
  readonly name: string;
  readonly tensor: HostTensor;
  /** Names and shapes of its parts, where it is a flat vector of the training state. */
  readonly parts?: readonly ParameterEntry[];
}

/**
 * Names a sampler's parameters by where they come from: a leaf that is a leaf of the training state has its path
 * (`generator.average`) and its entries. One that the sampler computed itself keeps its own path and has no parts.
 */
export function namedParameters(parameters: Tree<HostTensor>, state: Tree<HostTensor>, entries: StateEntries): NamedParameter[] {
  const origins = new Map([...stateLeaves(state)].map(([path, { data }]) => [data, path]));
  return [...stateLeaves(parameters)].map(([path, tensor]) => {
    const origin = origins.get(tensor.data);
    const parts = origin === undefined ? undefined : entries[origin];
    const named = { path, name: origin ?? (path || 'parameters'), tensor };
    return parts === undefined ? named : { ...named, parts };
  });
}
