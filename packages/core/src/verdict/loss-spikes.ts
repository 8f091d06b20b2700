import type { Finding } from '@aigc/plugin-api';
import type { Curve } from '../run-catalog/metric-history.js';
import { type Evidence, figure, trainingCurve, words } from './evidence.js';
import { endLevel, median, robustSigma } from './robust-statistics.js';

// Steps that a value is compared with: enough for a standard deviation good to 20 %.
const WINDOW = 50;
// The reference is renewed this often, since a median of each window would be most of the work.
const STRIDE = 10;
// Noise of mini-batches has heavier tails than a normal distribution; ten sigmas it does not reach.
const SPIKE_SIGMAS = 10;
// Below one per cent of the level nobody sees a spike.
const LEVEL_SHARE = 0.01;
// One or two are what a hard batch does.
const MANY = 3;

/** Sudden jumps of the training loss, and whether it came back from them. */
export function lossSpikes(evidence: Evidence): Finding[] {
  const training = trainingCurve(evidence);
  if (training === undefined) return [];
  const { curve, name } = training;
  const spikes = findSpikes(curve);
  const [first] = spikes;
  if (first === undefined) return [];
  const end = endLevel(curve.values, 0.1);
  const metric = words(name);
  if (end > first.level + SPIKE_SIGMAS * first.sigma) {
    const message = `${metric} jumped at step ${first.begin} and has not come back: ${figure(first.level)} before, ${figure(end)} now`;
    const hint = 'lower the learning rate, add warm-up steps or clip gradients, and resume from a checkpoint before the jump';
    return [{ level: 'bad', code: 'divergence', message, hint }];
  }
  const largest = spikes.reduce((a, b) => (b.value > a.value ? b : a));
  const count = spikes.length === 1 ? 'once' : `${spikes.length} times`;
  const message = `${metric} jumped ${count} and came back; the highest was ${figure(largest.value)} at step ${largest.step}`;
  const hint = 'a lower learning rate, warm-up steps or gradient clipping make it steadier';
  return [{ level: spikes.length >= MANY ? 'unclear' : 'good', code: 'loss-spikes', message, hint }];
}

interface Spike {
  readonly begin: number;
  /** Of the highest value. */
  readonly step: number;
  readonly value: number;
  /** Median and noise of the steps before it. */
  readonly level: number;
  readonly sigma: number;
}

/** Neighbouring outliers are one spike, told by its highest value. */
function findSpikes({ steps, values }: Curve): Spike[] {
  const spikes: Spike[] = [];
  let reference = { level: 0, sigma: Number.POSITIVE_INFINITY };
  let lastOutlier = Number.NEGATIVE_INFINITY;
  for (let index = WINDOW; index < values.length; index++) {
    const isInSpike = index - lastOutlier < WINDOW;
    // while a spike lasts it is no reference for itself
    if (index % STRIDE === 0 && !isInSpike) reference = referenceOf(values.slice(index - WINDOW, index));
    const value = values[index] as number;
    if (value <= reference.level + SPIKE_SIGMAS * reference.sigma) continue;
    const step = steps[index] as number;
    const open = spikes.at(-1);
    if (!isInSpike || open === undefined) spikes.push({ begin: step, step, value, ...reference });
    else if (value > open.value) spikes[spikes.length - 1] = { ...open, step, value };
    lastOutlier = index;
  }
  return spikes;
}

function referenceOf(values: readonly number[]): { level: number; sigma: number } {
  const level = median(values);
  return { level, sigma: Math.max(robustSigma(values), (LEVEL_SHARE * Math.abs(level)) / SPIKE_SIGMAS) };
}
