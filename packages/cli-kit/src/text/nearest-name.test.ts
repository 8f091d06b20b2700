import { describe, expect, test } from '@jest/globals';
import { nearestName } from './nearest-name.js';

describe('nearestName', () => {
  test.each([
    ['gna', ['gan', 'vae'], 'gan'], // two neighbours swapped: one slip
    ['--bugdet', ['--budget', '--seed'], '--budget'],
    ['trian gan', ['train gan', 'cg mesh'], 'train gan'],
    ['batchsize', ['batchSize', 'seed'], 'batchSize'], // case does not count
  ])('takes %s for the candidate one slip away', (given, candidates, meant) => {
    expect(nearestName(given, candidates)).toBe(meant);
  });

  test('says nothing when no candidate is near', () => {
    // vae -> gan: two of three letters differ
    expect(nearestName('vae', ['gan', 'text'])).toBeUndefined();
  });
});
