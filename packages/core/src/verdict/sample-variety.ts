import { type Evidence, figure, percent } from './evidence.js';
import type { JudgedFinding } from './finding-level.js';

// With k equally likely pictures, one pair in k is a pair of twins, and the mean distance is 1 - 1/k of that of the data: half
// and less is two pictures or one.
const COLLAPSED_SPREAD = 0.5;
// Three quarters is four pictures; blurred samples of an auto-encoder lie above it at this resolution.
const NARROW_SPREAD = 0.75;
// With fewer pictures than samples each sample has a twin, and what parts them is noise within one picture.
const COLLAPSED_SEPARATION = 0.25;

/** Do samples differ from each other as much as training pictures do? */
export function sampleVariety({ pictures }: Evidence): JudgedFinding[] {
  if (pictures === undefined) return [];
  const { spread, separation, count } = pictures;
  if (spread <= COLLAPSED_SPREAD || separation <= COLLAPSED_SEPARATION) {
    const message = `the samples are alike: ${percent(spread)} of the variety of the training pictures, nearest neighbours at ${percent(separation)} of their distance`;
    const hint = 'go back to an earlier checkpoint; a lower learning rate, larger batches or augmentation work against collapse';
    return [{ level: 'bad', code: 'collapse', message, hint }];
  }
  if (spread <= NARROW_SPREAD) {
    const message = `the samples have ${percent(spread)} of the variety of the training pictures`;
    return [{ level: 'unclear', code: 'low-variety', message, hint: 'train longer, and watch whether it grows' }];
  }
  const message = `${count} samples are as varied as the training pictures (ratio ${figure(spread)})`;
  return [{ level: 'good', code: 'varied', message }];
}
