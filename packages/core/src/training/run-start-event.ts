import type { DeviceFacts, TrainingEvent } from '@aigc/plugin-api';
import type { StateEntries } from '../checkpoint/state-tensors.js';
import type { ItemCount } from './item-count.js';
import type { OpenRun } from './open-run.js';
import { parameterCount } from './state-size.js';
import type { TrainOptions } from './train-options.js';

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
