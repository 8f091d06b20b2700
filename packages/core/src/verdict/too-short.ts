import type { Finding } from '@aigc/plugin-api';
import { type Evidence, percent } from './evidence.js';

// Adam's second moments average over about 1000 steps (beta 0.999); before a tenth of that, a loss says little but its start.
const MIN_STEPS = 100;

/** Says when a run is too young for its curves to mean anything. */
export function tooShort({ history, pass }: Evidence): Finding[] {
  const { lastStep } = history;
  const hint = 'train on with --resume and more --steps or --budget';
  if (lastStep < MIN_STEPS) {
    return [{ level: 'unclear', code: 'too-short', message: `${lastStep} steps are too few to judge by`, hint }];
  }
  if (pass === undefined || lastStep * pass.batchSize >= pass.examples) return [];
  const seen = percent((lastStep * pass.batchSize) / pass.examples);
  return [{ level: 'unclear', code: 'too-short', message: `training has seen ${seen} of the pictures, each once`, hint }];
}
