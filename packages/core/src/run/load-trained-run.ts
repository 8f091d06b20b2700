// Code: E-CONFIG-111 run of another model.
import { resolve } from 'node:path';
import { type HostTensor, InvalidConfigError, type ModelDefinition, type Tree } from '@aigc/plugin-api';
import { type Checkpoint, checkpointState } from '../checkpoint/read-checkpoint.js';
import { type CheckpointChoice, chosenCheckpoint } from './chosen-checkpoint.js';
import { type RunFiles, readRunFiles } from './run-files.js';

/** A run with the state of one of its checkpoints. */
export interface TrainedRun {
  readonly run: RunFiles;
  /** As the model's schema parses it. */
  readonly config: object;
  readonly checkpoint: Checkpoint;
  readonly state: Tree<HostTensor>;
  /** A sentence about each checkpoint that would have been chosen, but is damaged. */
  readonly warnings: readonly string[];
}

/**
 * Reads a run that was trained with `model`.
 *
 * @throws InvalidConfigError where the folder is no run of that model, CheckpointError (exit 11) without a usable checkpoint.
 */
export async function loadTrainedRun(
  runDir: string,
  model: ModelDefinition,
  choice: CheckpointChoice = 'best',
): Promise<TrainedRun> {
  const run = await readRunFiles(runDir);
  if (run.info.model !== model.name) {
    throw new InvalidConfigError('E-CONFIG-111', `the run was trained with the model ${run.info.model}, not ${model.name}`, {
      path: resolve(runDir),
    });
  }
  const { checkpoint, damaged } = await chosenCheckpoint(runDir, choice);
  const config = model.configSchema.parse(run.config);
  const state = checkpointState(checkpoint, model.parameterEntries(config));
  return { run, config, checkpoint, state, warnings: damaged.map(({ warning }) => warning) };
}
