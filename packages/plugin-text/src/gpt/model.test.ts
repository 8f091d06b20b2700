import { InvalidConfigError } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { gpt } from './model.js';

const FACTS = { kind: 'text', count: 1000, vocabSize: 65 } as const;
const resolve = (settings: object, steps?: number) => gpt.resolveConfig(settings, FACTS, { steps });

describe('gpt.resolveConfig', () => {
  test("is nanoGPT's recipe for a CPU unless told otherwise", () => {
    expect(resolve({}, 2000)).toMatchObject({
      layers: 4,
      heads: 4,
      width: 128,
      contextLength: 64,
      batchSize: 12,
      dropout: 0,
      bias: false,
      beta2: 0.99,
      weightDecay: 0.1,
      gradientClipNorm: 1,
      vocabSize: 65,
      scheduleSteps: 2000,
    });
  });

  test.each([
    ['heads that do not divide the width', { heads: 3 }, 'heads is 3'],
    ['rotary positions in heads of odd size', { width: 12, heads: 4 }, 'even size'],
    ['a batch that cannot be parted', { microBatches: 5 }, 'microBatches is 5'],
    ['stretches longer than the context', { stretchLength: 65 }, 'stretchLength is 65'],
    ['a number of tokens that characters do not have', { vocabSize: 300 }, 'vocabSize is 300'],
  ])('refuses %s', (_, settings, reason) => {
    expect(() => resolve(settings)).toThrow(InvalidConfigError);
    expect(() => resolve(settings)).toThrow(reason);
  });

  test('refuses images', () => {
    const images = { kind: 'images', count: 10, channels: 1, classes: [] } as const;

    expect(() => gpt.resolveConfig({}, images)).toThrow('gpt learns from text');
  });
});

describe('gpt.learningRate', () => {
  test('rises over 100 steps to 1e-3 and falls along half a cosine to 1e-4', () => {
    const config = resolve({}, 2000);
    const at = (step: number) => gpt.learningRate?.(config, step) as number;

    expect(at(50)).toBeCloseTo(5e-4, 8);
    expect(at(100)).toBeCloseTo(1e-3, 8);
    // halfway down: the mean of both ends
    expect(at(1050)).toBeCloseTo((1e-3 + 1e-4) / 2, 8);
    expect(at(2000)).toBeCloseTo(1e-4, 8);
    expect(at(5000)).toBeCloseTo(1e-4, 8);
  });
});
