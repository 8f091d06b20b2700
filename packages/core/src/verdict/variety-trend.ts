import type { Finding } from '@aigc/plugin-api';
import { type Evidence, figure } from './evidence.js';
import { endLevel, median } from './robust-statistics.js';

// `diversity` is a root of mean squares: with k equally likely pictures it is the root of 1 - 1/k, and of two pictures 0.71.
const TWO_PICTURES = Math.SQRT1_2;
const END_SHARE = 0.1;
const WINDOWS = 10;

/** Has a generator that drew many pictures come to draw few, and since when? By the metric `diversity` of its batches. */
export function varietyTrend({ history }: Evidence): Finding[] {
  const curve = history.curves.diversity;
  if (curve === undefined) return [];
  const { steps, values } = curve;
  const size = Math.max(1, Math.floor(values.length / WINDOWS));
  const levels = Array.from({ length: Math.floor(values.length / size) }, (_, i) =>
    median(values.slice(i * size, (i + 1) * size)),
  );
  const best = Math.max(...levels);
  const end = endLevel(values, END_SHARE);
  if (end > TWO_PICTURES || best <= TWO_PICTURES) return [];
  const since = steps[values.findLastIndex((value) => value > TWO_PICTURES)] as number;
  return [
    {
      level: 'bad',
      code: 'collapse',
      message: `the pictures of a batch have become alike since step ${since}: diversity ${figure(end)}, at best ${figure(best)}`,
      hint: 'go back to an earlier checkpoint; a lower learning rate, larger batches or augmentation work against collapse',
    },
  ];
}
