import type { Curve } from '../run-catalog/metric-history.js';
import type { SeriesData } from './page/page-data.js';

// More than a column of pixels has no use; a chart is about 500 wide.
const MAX_BUCKETS = 320;
// A metric with fewer measurements than this share of all steps is drawn with its points.
const SPARSE_SHARE = 0.5;
const DIGITS = 6;

// Wide enough to quieten the noise of mini-batches, narrow enough to keep what a person calls the shape.
const MEAN_SHARE = 0.02;

/**
 * Thins a curve to buckets of equally many values: the smallest and the largest of each, so that no spike is lost, and the mean
 * around each, over two per cent of the curve and less towards its ends. A short curve stays as it is.
 *
 * @param lastStep of the run, against which the curve is dense or sparse
 */
export function thinCurve(name: string, curve: Curve, lastStep: number): SeriesData {
  const points = curve.steps.map((step, index) => ({ step, value: curve.values[index] as number }));
  const finite = points.filter(({ value }) => Number.isFinite(value));
  const steps = finite.map(({ step }) => step);
  const values = finite.map(({ value }) => value);
  const isSparse = steps.length < SPARSE_SHARE * lastStep;
  if (steps.length <= MAX_BUCKETS) return { name, steps, means: values.map(rounded), isSparse };
  const series = { steps: [] as number[], means: [] as number[], lows: [] as number[], highs: [] as number[] };
  const mean = movingMean(values);
  for (let bucket = 0; bucket < MAX_BUCKETS; bucket++) {
    const begin = Math.floor((bucket * values.length) / MAX_BUCKETS);
    const end = Math.floor(((bucket + 1) * values.length) / MAX_BUCKETS);
    const inside = values.slice(begin, end);
    // the first and the last bucket stand at the ends of the curve
    const at = Math.round(begin + ((end - 1 - begin) * bucket) / (MAX_BUCKETS - 1));
    series.steps.push(steps[at] as number);
    series.means.push(rounded(mean(at)));
    series.lows.push(rounded(Math.min(...inside)));
    series.highs.push(rounded(Math.max(...inside)));
  }
  return { name, ...series, isSparse };
}

/** The mean around an index, from sums of all values before each. */
function movingMean(values: readonly number[]): (index: number) => number {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, index) => {
    sums[index + 1] = (sums[index] as number) + value;
  });
  const widest = Math.round((values.length * MEAN_SHARE) / 2);
  return (index) => {
    const half = Math.min(widest, index, values.length - 1 - index);
    return ((sums[index + half + 1] as number) - (sums[index - half] as number)) / (2 * half + 1);
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
