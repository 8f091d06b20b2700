import { randomStream } from '@aigc/core';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { gpt } from '../gpt/model.js';
import { gptEntries } from '../gpt/parameters.js';
import { splitVector } from '../pretrained/flat-vector.js';
import { fitTokenizer } from '../tokenizer/fit-tokenizer.js';
import { distinctN, wordsOf } from './distinct-n.js';
import { CopyFinder } from './longest-copy.js';
import { suffixArray } from './suffix-array.js';
import { textLoss } from './text-loss.js';

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 40 });

describe('distinctN', () => {
  test('is the share of n-grams that are not repeated', () => {
    const words = wordsOf('to be, or not to be');

    expect(words).toEqual(['to', 'be', ',', 'or', 'not', 'to', 'be']);
    // to, be, ",", or, not of 7 words; "to be" twice among 6 pairs
    expect(distinctN([words], 1)).toBeCloseTo(5 / 7, 12);
    expect(distinctN([words], 2)).toBeCloseTo(5 / 6, 12);
  });

  test('counts repetitions between texts, and no n-gram across them', () => {
    expect(
      distinctN(
        [
          ['a', 'b'],
          ['a', 'b'],
        ],
        2,
      ),
    ).toBe(1 / 2);
    expect(distinctN([['a'], ['b']], 2)).toBe(0);
  });
});

describe('suffixArray', () => {
  test('sorts the suffixes of banana', () => {
    // a, ana, anana, banana, na, nana
    expect([...suffixArray('banana')]).toEqual([5, 3, 1, 0, 4, 2]);
  });

  test('sorts those of any text', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ maxLength: 30 })), (any) => {
        const suffixes = Array.from({ length: any.length }, (_, i) => any.slice(i)).sort((a, b) => (a < b ? -1 : 1));
        expect([...suffixArray(any)].map((start) => any.slice(start))).toEqual(suffixes);
      }),
    );
  });
});

describe('CopyFinder', () => {
  test('finds where a stretch was copied from', () => {
    const finder = new CopyFinder('the quick brown fox jumps');

    expect(finder.longestCopy('a slick brown foxglove')).toEqual({ text: 'ick brown fox', length: 13, at: 4, source: 6 });
  });

  test('finds no copy where no symbol is shared', () => {
    expect(new CopyFinder('abc').longestCopy('xyz').length).toBe(0);
    expect(new CopyFinder('').longestCopy('xyz').length).toBe(0);
  });

  test('finds the longest of all stretches', () => {
    fc.assert(
      fc.property(text, text, (training, written) => {
        const stretches = Array.from(written, (_, from) =>
          Array.from({ length: written.length - from }, (__, n) => written.slice(from, from + n + 1)),
        );
        const longest = Math.max(
          0,
          ...stretches
            .flat()
            .filter((stretch) => training.includes(stretch))
            .map(({ length }) => length),
        );
        const found = new CopyFinder(training).longestCopy(written);
        expect(found.length).toBe(longest);
        expect(written.slice(found.at, found.at + longest)).toBe(training.slice(found.source, found.source + longest));
      }),
    );
  });
});

describe('textLoss', () => {
  const model = (isBlank: boolean) => {
    const tokenizer = fitTokenizer('bytes', '', 0);
    const config = gpt.resolveConfig(
      { tokenizer: 'bytes', contextLength: 8, layers: 1, heads: 1, width: 4 },
      { kind: 'text', count: 9, vocabSize: 256 },
    );
    const entries = gptEntries(config);
    const { weights } = gpt.initialState(config, randomStream(0)) as unknown as { weights: HostTensor };
    const data = (weights.data as Float32Array).map((value) => (isBlank ? 0 : 30 * value));
    return { config, tokenizer, parameters: splitVector({ ...weights, data }, entries) };
  };

  test('is ln 256 nats a byte for a model that knows nothing, 8 bits for each byte of a character', async () => {
    // é is two bytes; the first byte of the text is not predicted
    const { natsPerToken, bitsPerCharacter, tokens, characters } = await textLoss(model(true), `a${'é'.repeat(50)}`);

    expect(natsPerToken).toBeCloseTo(Math.log(256), 4);
    expect(bitsPerCharacter).toBeCloseTo(16, 3);
    expect([tokens, characters]).toEqual([100, 50]);
  });

  test('counts each token once, however the text fills the stretches', async () => {
    const blind = model(false);
    const whole = 'she sells sea shells by the sea shore; and what is left over';
    const ends = [9, 17, 20];
    for (const end of ends) {
      // stretches of 8 predictions: what is predicted from one start does not depend on what follows
      const { natsPerToken, tokens } = await textLoss(blind, whole.slice(0, end));
      const parts = Array.from({ length: Math.ceil((end - 1) / 8) }, (_, i) => whole.slice(8 * i, Math.min(end, 8 * i + 9)));
      const losses = await Promise.all(parts.map((part) => textLoss(blind, part)));
      const nats = losses.reduce((sum, loss) => sum + loss.natsPerToken * loss.tokens, 0);
      expect(tokens).toBe(end - 1);
      expect(natsPerToken).toBeCloseTo(nats / tokens, 4);
    }
  });

  test('refuses a text without anything to predict', async () => {
    await expect(textLoss(model(true), 'a')).rejects.toThrow('a text of 1 tokens');
  });
});
