import type { Finding } from '@aigc/plugin-api';
import { type Evidence, figure, percent } from './evidence.js';
import { validationTrend } from './validation-trend.js';

// With k equally likely pictures, one pair in k is a pair of twins, and the mean distance is 1 - 1/k of that of the data: half
// and less is two pictures or one.
const COLLAPSED_SPREAD = 0.5;
// Three quarters is four pictures; blurred samples of an auto-encoder lie above it at this resolution.
const NARROW_SPREAD = 0.75;
// With fewer pictures than samples each sample has a twin, and what parts them is noise within one picture.
const COLLAPSED_SEPARATION = 0.25;

// What a validation loss says when more steps will not widen what is drawn.
const FINAL: readonly string[] = ['plateaued', 'overfitting', 'divergence'];

/**
 * Do samples differ from each other as much as training pictures do?
 *
 * A generator that fools a discriminator may drop pictures for good; a model of the likelihood pays for each picture that it
 * leaves out, and is at first only unfinished.
 */
export function sampleVariety(evidence: Evidence): Finding[] {
  const { pictures, history } = evidence;
  if (pictures === undefined) return [];
  const { spread, separation, count } = pictures;
  const variety = `${percent(spread)} of the variety of the training pictures`;
  if (spread > NARROW_SPREAD && separation > COLLAPSED_SEPARATION) {
    const message = `${count} samples are as varied as the training pictures (ratio ${figure(spread)})`;
    return [{ level: 'good', code: 'varied', message }];
  }
  const isCollapsed = spread <= COLLAPSED_SPREAD || separation <= COLLAPSED_SEPARATION;
  const isFinal =
    history.curves.generatorLoss !== undefined || validationTrend(evidence).some(({ code }) => FINAL.includes(code));
  if (!isCollapsed || !isFinal) {
    const hint = isFinal ? 'more and more varied data goes further' : 'train longer, and watch whether it grows';
    return [{ level: 'unclear', code: 'low-variety', message: `the samples have ${variety}`, hint }];
  }
  return [
    {
      level: 'bad',
      code: 'collapse',
      message: `the samples are alike: ${variety}, nearest neighbours at ${percent(separation)} of their distance`,
      hint: 'go back to an earlier checkpoint; a lower learning rate, larger batches or augmentation work against collapse',
    },
  ];
}
