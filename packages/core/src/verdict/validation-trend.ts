import type { Finding } from '@aigc/plugin-api';
import type { Curve } from '../run-catalog/metric-history.js';
import { between, type Evidence, figure, percent, trainingCurve, validationCurve, words } from './evidence.js';
import { curveNoise, endLevel, median, medianOfThree } from './robust-statistics.js';

// Fewer points have no trend: each half of the curve needs a median of its own.
const MIN_VALIDATIONS = 4;
// A rise counts after as many validations as a median of three needs to be made of later points alone.
const MIN_AFTER_BEST = 3;
// Three standard deviations of the noise: by chance once in 740 one-sided draws.
const NOISE_SIGMAS = 3;
// Of twenty draws of noise, the highest is 3.7 standard deviations above the lowest on average.
const RANGE_SIGMAS = 5;
// Smaller changes, against what the whole run gained, are not worth a person's time.
const WORTH_TELLING = 0.02;
// A loss starts at that of an untrained model for about as long.
const WARM_UP_STEPS = 5;
// Losing a quarter of what was learnt is seen in samples.
const SERIOUS_LOSS = 0.25;

/** Is the validation metric still falling, flat, or rising, and since when? */
export function validationTrend(evidence: Evidence): Finding[] {
  const curve = validationCurve(evidence);
  if (evidence.objective === undefined || curve === undefined || curve.values.length < MIN_VALIDATIONS) return [];
  const metric = words(evidence.objective);
  const shape = shapeOf(curve);
  const threshold = Math.max(NOISE_SIGMAS * shape.noise, WORTH_TELLING * shape.gain);
  if (shape.afterBest >= MIN_AFTER_BEST && shape.end - shape.best > threshold) return [rising(evidence, metric, shape)];
  const course = `${metric} fell from ${figure(shape.first)} to ${figure(shape.best)}`;
  if (shape.gain <= RANGE_SIGMAS * shape.noise) return [flat(evidence, metric, shape)];
  if (shape.lately > threshold) {
    const hint = 'train on with --resume and more --steps';
    return [{ level: 'good', code: 'still-improving', message: `${course} and is still falling`, hint }];
  }
  const hint = 'a larger model or more data would go further than more steps';
  return [{ level: 'good', code: 'plateaued', message: `${course} and has settled there`, hint }];
}

interface Shape {
  readonly first: number;
  readonly best: number;
  readonly bestStep: number;
  /** Validations after the best. */
  readonly afterBest: number;
  readonly end: number;
  /** What was gained in all, 0 or more. */
  readonly gain: number;
  /** What was gained over the last quarter. */
  readonly lately: number;
  readonly noise: number;
}

function shapeOf({ steps, values }: Curve): Shape {
  const smooth = medianOfThree(values);
  const bestIndex = smooth.indexOf(Math.min(...smooth));
  const first = values[0] as number;
  const best = smooth[bestIndex] as number;
  const end = median(values.slice(-MIN_AFTER_BEST));
  const quarterAgo = smooth[Math.floor((smooth.length - 1) * 0.75)] as number;
  return {
    first,
    best,
    bestStep: steps[bestIndex] as number,
    afterBest: values.length - 1 - bestIndex,
    end,
    gain: Math.max(0, first - best),
    lately: quarterAgo - (smooth.at(-1) as number),
    noise: curveNoise(values),
  };
}

/** What never fell has learnt nothing, unless the loss fell before it was first validated. */
function flat(evidence: Evidence, metric: string, { first, end }: Shape): Finding {
  const training = trainingCurve(evidence)?.curve.values ?? [];
  const hasLearnt = median(training.slice(0, WARM_UP_STEPS)) - endLevel(training, 0.1) > NOISE_SIGMAS * curveNoise(training);
  if (hasLearnt) {
    const message = `${metric} has settled at ${figure(end)} since its first measurement`;
    return { level: 'good', code: 'plateaued', message, hint: 'validate more often to see how it got there' };
  }
  return {
    level: 'bad',
    code: 'not-learning',
    message: `${metric} has not fallen: ${figure(first)} at first, ${figure(end)} now`,
    hint: 'try another learning rate (ten times lower, then higher), and look at the pictures of the data',
  };
}

function rising(evidence: Evidence, metric: string, { best, bestStep, end, gain }: Shape): Finding {
  const level = end - best > SERIOUS_LOSS * gain ? 'bad' : 'unclear';
  const course = `${metric} has risen since step ${bestStep}, from ${figure(best)} to ${figure(end)}`;
  if (trainingRoseAfter(evidence, bestStep)) {
    const hint = 'lower the learning rate, or let it decay with --learning-rate-schedule cosine';
    return { level, code: 'divergence', message: `${course}, and so has the training loss`, hint };
  }
  const lost = gain > 0 ? ` (${percent((end - best) / gain)} of what was gained)` : '';
  return {
    level,
    code: 'overfitting',
    message: `${course}${lost}, while the training loss has not: the model over-fits`,
    hint: 'the best checkpoint is kept, and generate uses it; more data, augmentation or a smaller model go further',
  };
}

/** Compares the loss around the best validation with the loss at the end. */
function trainingRoseAfter(evidence: Evidence, bestStep: number): boolean {
  const training = trainingCurve(evidence);
  if (training === undefined) return false;
  const { curve } = training;
  const lastStep = curve.steps.at(-1) as number;
  const around = between(curve, bestStep - (lastStep - bestStep) / 4, bestStep + (lastStep - bestStep) / 4);
  const later = between(curve, bestStep, lastStep);
  const settled = endLevel(later, 0.25);
  return settled > median(around) + curveNoise(curve.values);
}
