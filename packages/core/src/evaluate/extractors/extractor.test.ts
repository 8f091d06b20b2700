import { describe, expect, test } from '@jest/globals';
import { type Extractor, frechetName, kernelName } from './extractor.js';
import { randomLenetExtractor } from './lenet-extractor.js';

describe('frechetName', () => {
  test("keeps the field's names for Inception, and names every other distance after its extractor", () => {
    const names = ['inception', 'lenet', 'clip'].map((name) =>
      [{ name } as Extractor].flatMap((e) => [frechetName(e), kernelName(e)]),
    );

    expect(names).toEqual([
      ['FID', 'KID'],
      ['FD-lenet', 'KD-lenet'],
      ['FD-clip', 'KD-clip'],
    ]);
  });
});

describe('randomLenetExtractor', () => {
  test('gives features and no classes, the same in every process', async () => {
    const extractor = await randomLenetExtractor(8, 1);
    const length = extractor.batchSize * 64;
    const { features, probabilities } = await extractor.extract({
      shape: [extractor.batchSize, 8, 8, 1],
      dtype: 'float32',
      data: Float32Array.from({ length }, (_, i) => Math.sin(i)),
    });
    await extractor.dispose();

    expect(features).toHaveLength(extractor.batchSize * extractor.featureSize);
    expect(probabilities).toBeUndefined();
    expect(Math.max(...features)).toBeGreaterThan(0);
    // sha256 of the weights that seed 0 draws
    expect((await randomLenetExtractor(8, 1)).hash).toBe(extractor.hash);
  });
});
