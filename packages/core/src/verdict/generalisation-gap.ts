import type { Finding } from '@aigc/plugin-api';
import { between, type Evidence, figure, percent, trainingCurve, validationCurve } from './evidence.js';
import { endLevel, median } from './robust-statistics.js';

// Half: dropout and augmentation make a training loss worse than a validation loss, and averaged weights the reverse, by less.
const MAX_UNSHARED = 0.5;
const START_SHARE = 0.02;
const END_SHARE = 0.1;

/** Has the validation loss followed the training loss down? A gap without a rise is over-fitting that is about to begin. */
export function generalisationGap(evidence: Evidence): Finding[] {
  const training = trainingCurve(evidence);
  const validation = validationCurve(evidence);
  const isTwin = training !== undefined && evidence.objective?.toLowerCase() === `validation${training.name.toLowerCase()}`;
  if (training === undefined || validation === undefined || !isTwin) return [];
  const lastStep = training.curve.steps.at(-1) as number;
  const start = median(between(training.curve, 0, lastStep * START_SHARE));
  const end = endLevel(training.curve.values, END_SHARE);
  const held = endLevel(validation.values, END_SHARE);
  const unshared = (held - end) / (start - end);
  if (!(start > end) || unshared <= MAX_UNSHARED) return [];
  return [
    {
      level: 'unclear',
      code: 'generalisation-gap',
      message: `training loss is at ${figure(end)}, validation loss at ${figure(held)}: ${percent(unshared)} of what was learnt does not carry over`,
      hint: 'add data or augmentation, or train a smaller model',
    },
  ];
}
