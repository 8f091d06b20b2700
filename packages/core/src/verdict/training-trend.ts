import type { Finding } from '@aigc/plugin-api';
import { type Evidence, figure, trainingCurve, validationCurve, words } from './evidence.js';
import { curveNoise, endLevel, median } from './robust-statistics.js';
import { validationTrend } from './validation-trend.js';

// The standard error of a median of n values is 1.25 sigma / sqrt(n); three of them, for each of two medians.
const MEDIAN_ERROR = 1.25;
const ERRORS = 3;
const SHARE = 0.1;

/** What the training loss did, where too little was measured on held-out data to tell more. */
export function trainingTrend(evidence: Evidence): Finding[] {
  const training = trainingCurve(evidence);
  if (training === undefined || validationTrend(evidence).length > 0) return [];
  const { values } = training.curve;
  const count = Math.max(1, Math.round(values.length * SHARE));
  const first = median(values.slice(0, count));
  const end = endLevel(values, SHARE);
  const error = (ERRORS * MEDIAN_ERROR * Math.SQRT2 * curveNoise(values)) / Math.sqrt(count);
  const metric = words(training.name);
  if (first - end <= error) {
    const message = `${metric} has not fallen: ${figure(first)} at first, ${figure(end)} now`;
    const hint = 'try another learning rate (ten times lower, then higher), and look at the pictures of the data';
    return [{ level: 'bad', code: 'not-learning', message, hint }];
  }
  const course = `${metric} fell from ${figure(first)} to ${figure(end)}`;
  const validations = validationCurve(evidence)?.values.length ?? 0;
  if (validations > 0) {
    const message = `${course}; ${validations === 1 ? 'one validation is' : `${validations} validations are`} too few for a trend`;
    return [
      { level: 'unclear', code: 'unvalidated', message, hint: 'train longer, or validate more often with --validate-every' },
    ];
  }
  const message = `${course}; nothing was held out to tell learning from memorising`;
  return [{ level: 'unclear', code: 'unvalidated', message, hint: 'hold data out with --validation-share 0.1 in the next run' }];
}
