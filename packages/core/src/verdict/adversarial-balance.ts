import type { Finding } from '@aigc/plugin-api';
import { type Evidence, figure, percent } from './evidence.js';
import { median } from './robust-statistics.js';

// Both terms of the logistic loss at 0.05 each: every picture told right with a probability of exp(-0.05), 95 %. Balance is
// at 2 ln 2 = 1.386; the hinge loss is 0 when nothing is mistaken, and 2 in balance.
const WON = 0.1;
// The generator's loss is -ln of the probability that it fools: up by half is a fall to two thirds of it or less.
const RISE = 1.5;

/**
 * Has the discriminator won? Then its gradient says nothing, and the generator stops learning.
 *
 * @see Goodfellow et al. 2014, arXiv 1406.2661, section 3
 */
export function adversarialBalance({ history, pictures }: Evidence): Finding[] {
  const discriminator = history.curves.discriminatorLoss;
  const generator = history.curves.generatorLoss;
  if (discriminator === undefined || generator === undefined) return [];
  // A critic's loss (Wasserstein) goes below zero and has no such scale.
  if (discriminator.values.some((value) => value < 0)) return [];
  const loss = quarter(discriminator.values, 3);
  const before = quarter(generator.values, 1);
  const now = quarter(generator.values, 3);
  if (loss >= WON) {
    const message = `discriminator and generator hold each other: losses ${figure(loss)} and ${figure(now)}`;
    if (pictures !== undefined) return [{ level: 'good', code: 'adversarial-balance', message }];
    // the losses of two that hold each other say nothing about what is drawn
    const hint = 'look at the samples: no pictures were compared';
    return [{ level: 'unclear', code: 'adversarial-balance', message, hint }];
  }
  const sure = percent(Math.exp(-loss / 2));
  const isRising = now > RISE * before;
  return [
    {
      level: isRising ? 'bad' : 'unclear',
      code: 'discriminator-won',
      message:
        `the discriminator is ${sure} sure of every picture (loss ${figure(loss)})` +
        (isRising ? `, and the generator's loss has risen from ${figure(before)} to ${figure(now)}` : ''),
      hint: 'augment the pictures, lower the learning rate of the discriminator, or give it fewer features',
    },
  ];
}

/** Median of a quarter of the values; 0 is the first. */
function quarter(values: readonly number[], index: number): number {
  return median(values.slice(Math.floor((values.length * index) / 4), Math.ceil((values.length * (index + 1)) / 4)));
}
