import type { Recipe } from '@aigc/plugin-api';
import { MODEL_FILE } from '../checkpoint/checkpoint-manifest.js';
import type { Checkpoint } from '../checkpoint/read-checkpoint.js';
import type { RunFiles } from '../run/run-files.js';
import { AIGC_VERSION } from './version.js';

/** The recipe of a file that a command made from a run's checkpoint; `settings` are the command's own. */
export function runRecipe(
  command: string,
  run: RunFiles,
  checkpoint: Checkpoint,
  settings: { readonly [name: string]: unknown },
): Recipe {
  const { family, model } = run.info;
  return {
    recipe: 1,
    command,
    aigcVersion: AIGC_VERSION,
    settings: {
      ...settings,
      family,
      model,
      step: checkpoint.step,
      stateHash: checkpoint.stateHash,
      dataHash: run.data.hash,
      trainSeed: run.info.seed,
      config: run.config,
    },
    inputs: [{ name: MODEL_FILE, sha256: checkpoint.modelSha256 }],
  };
}
