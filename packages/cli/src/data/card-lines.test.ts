import { createPalette } from '@aigc/cli-kit';
import type { DataCard } from '@aigc/core';
import { describe, expect, test } from '@jest/globals';
import { cardLines } from './card-lines.js';

const plain = createPalette(false);
const card: DataCard = {
  card: 1,
  source: { path: '/data/icons', kind: 'folder' },
  policy: { size: 64, fit: 'cover', background: [0, 0, 0], color: 'auto', crops: false },
  count: 1200,
  bad: [],
  width: { min: 32, median: 32, max: 32 },
  height: { min: 32, median: 32, max: 32 },
  sizes: [{ width: 32, height: 32, count: 1200 }],
  aspectRatio: { min: 1, median: 1, max: 1 },
  channels: { grey: 200, color: 1000, alpha: 0 },
  extensions: { '.png': 1200 },
  pixels: { mean: [0.5, 0.25, 0.125], deviation: [0.1, 0.2, 0.3] },
  classes: [],
  split: { validationShare: 0.1, train: 1080, validation: 120 },
  duplicates: [],
  nearDuplicates: { maxBits: 3, maxLevels: 20, groups: [] },
};

describe('cardLines', () => {
  test('says one fact a line', () => {
    expect(cardLines(card, plain)).toEqual([
      'pictures        1,200 usable, none broken',
      'sizes           all 32 x 32',
      'colours         1,000 in colour, 200 grey',
      'pixels          mean 0.500 0.250 0.125, deviation 0.100 0.200 0.300, of 64 x 64 squares (cover)',
      'classes         none',
      'held out        120 of 1,200 at a share of 0.1',
      'copies          no two files have the same bytes',
      'look alike      none',
    ]);
  });

  test('gives ranges of sizes, the balance of classes and examples of copies', () => {
    const lines = cardLines(
      {
        ...card,
        sizes: [...card.sizes, { width: 64, height: 32, count: 1 }],
        width: { min: 32, median: 32, max: 64 },
        aspectRatio: { min: 1, median: 1, max: 2 },
        classes: [
          { name: 'cat', count: 10 },
          { name: 'dog', count: 30 },
        ],
        duplicates: [['a.png', 'b.png']],
      },
      plain,
    );

    expect(lines).toContain('sizes           width 32 to 64 (median 32), height 32 to 32 (median 32), aspect ratio 1.00 to 2.00');
    expect(lines).toContain('classes         2, 10 to 30 each: cat 10, dog 30');
    expect(lines).toContain('copies          2 pictures in 1 groups, such as a.png = b.png');
  });

  test('names broken and changed files, the first eight of each, without what could drive a terminal', () => {
    const bad = Array.from({ length: 10 }, (_, i) => ({ path: `bad${i}.png`, reason: 'is \u001b[2Jempty' }));
    const changes = { changed: ['x.png'], missing: [], added: [] };

    const lines = cardLines({ ...card, bad, changes }, plain);

    expect(lines).toContain('broken          bad0.png: is empty');
    expect(lines).toContain('                and 2 more; --json lists them all');
    expect(lines.at(-1)).toBe('changed         x.png');
  });

  test('says so when every file is as the index says', () => {
    const changes = { changed: [], missing: [], added: [] };

    expect(cardLines({ ...card, changes }, plain).at(-1)).toBe('every file is as the index says');
  });
});
