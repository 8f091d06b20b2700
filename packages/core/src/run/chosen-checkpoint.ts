import { CheckpointError } from '@aigc/plugin-api';
import { checkpointFolder, stepName } from '../checkpoint/checkpoint-folder.js';
import { type LatestCheckpoint, latestCheckpoint, readCheckpoint } from '../checkpoint/read-checkpoint.js';
import { readBestStep } from './best-step.js';

/** Which checkpoint of a run to use: the best by validation, the newest, or that of a step. */
export type CheckpointChoice = 'best' | 'last' | number;

/**
 * The chosen checkpoint of a run. `best` is the newest one where a run was never validated, or its best is damaged.
 *
 * @throws CheckpointError (exit 11) without a usable one, or where a step has none.
 */
export async function chosenCheckpoint(runDir: string, choice: CheckpointChoice = 'best'): Promise<LatestCheckpoint> {
  if (choice === 'last') return latestCheckpoint(runDir);
  if (typeof choice === 'number') return { checkpoint: await checkpointOf(runDir, choice), damaged: [] };
  const best = await readBestStep(runDir);
  if (best === undefined) return latestCheckpoint(runDir);
  try {
    return { checkpoint: await checkpointOf(runDir, best.step), damaged: [] };
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    const newest = await latestCheckpoint(runDir);
    const warning = `${error.message}; using the newest, ${stepName(newest.checkpoint.step)}`;
    return { ...newest, damaged: [{ step: best.step, path: error.path ?? runDir, warning }, ...newest.damaged] };
  }
}

function checkpointOf(runDir: string, step: number) {
  return readCheckpoint(checkpointFolder(runDir, step));
}
