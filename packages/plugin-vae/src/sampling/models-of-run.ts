import { type CheckpointChoice, chosenCheckpoint } from '@aigc/core';
import { type AnyVae, MODELS } from '../model-named.js';
import { readPrior } from '../prior/prior-file.js';
import { withMixture } from './with-mixture.js';

/**
 * The models of the family by name, their samplers knowing the prior that was fitted to a run's codes, if there is one.
 *
 * @throws InvalidConfigError where it was fitted to other weights, CheckpointError (exit 11) without a usable checkpoint.
 */
export async function modelsOfRun(
  runDir: string,
  choice: CheckpointChoice | undefined,
): Promise<{ readonly [name: string]: AnyVae }> {
  const { checkpoint } = await chosenCheckpoint(runDir, choice);
  const mixture = await readPrior(runDir, checkpoint.stateHash);
  return Object.fromEntries(MODELS.map((model) => [model.name, withMixture(model, mixture)]));
}
