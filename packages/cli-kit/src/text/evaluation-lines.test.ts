import type { ImageEvaluation, Judgement } from '@aigc/core';
import { describe, expect, test } from '@jest/globals';
import { evaluationLines } from './evaluation-lines.js';

const judgement = (frechetDistance: number, classes: Judgement['classes']): Judgement => ({
  count: 1000,
  frechetDistance,
  kernelDistance: { mean: frechetDistance / 100, standardError: 0.001 },
  precision: 0.9,
  recall: 0.5,
  nearestDistance: 2.5,
  classes,
});

const EVALUATION: ImageEvaluation = {
  family: 'vae',
  model: 'mlp',
  step: 500,
  extractor: { name: 'lenet', hash: '0123456789ab', featureSize: 128, accuracy: 0.991 },
  names: { frechet: 'FD-lenet', kernel: 'KD-lenet' },
  resize: 'none',
  reference: { part: 'train', count: 9000, dataHash: 'abc' },
  samples: judgement(12.34567, { confidence: 0.95, shares: { a: 0.6, b: 0.4 }, ratio: 1.5 }),
  heldOut: null,
  untrained: judgement(512, { confidence: 0.5, shares: { a: 1, b: 0 }, ratio: null }),
  nearestSheet: '/tmp/nearest.png',
};

describe('evaluationLines', () => {
  test('sets samples beside the untrained model, named after the extractor', () => {
    expect(evaluationLines(EVALUATION)).toEqual([
      '                  samples       untrained',
      'N                    1000            1000',
      'FD-lenet            12.35             512',
      'KD-lenet           0.1235            5.12',
      'precision           0.900           0.900',
      'recall              0.500           0.500',
      'nearest picture       2.5             2.5',
      'class confidence    0.950           0.500',
      'class ratio          1.50  one is missing',
      'step 500; extractor lenet 0123456789ab (128 features, knows 99.1 % of held-out pictures)',
      'compared with 9000 pictures of the train split; resized: none',
    ]);
  });

  test('leaves out classes where the extractor knows none', () => {
    const { samples } = EVALUATION;
    const extractor = { name: 'inception', hash: '0123456789ab', featureSize: 2048, accuracy: null };
    const lines = evaluationLines({ ...EVALUATION, extractor, samples: { ...samples, classes: null }, untrained: null });

    expect(lines.some((line) => line.startsWith('class'))).toBe(false);
    expect(lines).toContain('step 500; extractor inception 0123456789ab (2048 features)');
  });
});
