import type { DeviceFacts, HostTensor, TrainingEvent, Tree } from '@aigc/plugin-api';
import { type StateEntries, tensorsOfState } from '../checkpoint/state-tensors.js';
import type { OpenRun } from './open-run.js';
import type { TrainOptions } from './train-options.js';

/** How examples are counted. */
export interface ItemCount {
  readonly batchSize: number;
  readonly itemsPerStep: number;
  readonly itemUnit: 'images' | 'tokens';
  readonly exampleShape: readonly number[];
}

/** The event that opens a run. */
export function runStartEvent(
  run: OpenRun,
  options: TrainOptions,
  facts: { readonly device: DeviceFacts; readonly entries: StateEntries; readonly items: ItemCount },
): TrainingEvent {
  const { batchSize, itemUnit, exampleShape } = facts.items;
  return {
    type: 'run-start',
    run: run.dir,
    family: options.family,
    model: options.model.name,
    device: facts.device,
    parameterCount: parameterCount(run.state, facts.entries),
    data: run.dataset.facts,
    exampleShape,
    batchSize,
    itemUnit,
    seed: run.seed,
    startStep: run.startStep,
    totalSteps: options.steps,
    budgetS: options.budgetS,
  };
}

/** Elements of the leaves called `weights`; of the whole state where a model has none. */
function parameterCount(state: Tree<HostTensor>, entries: StateEntries): number {
  const tensors = [...tensorsOfState(state, entries)];
  const weights = tensors.filter(([name]) => name.split('/')[0]?.split('.').at(-1) === 'weights');
  return (weights.length > 0 ? weights : tensors).reduce((sum, [, tensor]) => sum + tensor.data.length, 0);
}
