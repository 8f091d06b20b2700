import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportOnnx, type TensorFunction } from '@aigc/engine';
import { decodeImage, encodePng, type Image } from '@aigc/media/image';
import { type LenetConfig, lenetApply } from '@aigc/nn';
import type { ArtifactEvent, HostTensor, ModelDefinition } from '@aigc/plugin-api';
import { tinyGan, tinyImage, writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeSafetensors } from '../checkpoint/safetensors.js';
import { trainModel } from '../training/train-model.js';
import { type EvaluateImagesOptions, evaluateImages } from './evaluate-images.js';
import type { ImageEvaluation } from './evaluation.js';

const SIZE = 8;
const OF_EACH = 40;
const model = tinyGan as unknown as ModelDefinition;

/** Dark discs on a bright ground. */
async function writeNegatives(folder: string): Promise<void> {
  await writeTinyImages(folder, OF_EACH, { size: SIZE });
  for (let index = 0; index < OF_EACH; index++) {
    const image: Image = tinyImage(index + OF_EACH, { size: SIZE });
    const png = await encodePng({ ...image, data: image.data.map((value) => 255 - value) });
    await writeFile(join(folder, `image-${String(index).padStart(3, '0')}.png`), png);
  }
}

describe('evaluateImages', () => {
  let root = '';
  let runDir = '';
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'aigc-'));
    runDir = join(root, 'run');
    const dataPath = join(root, 'data');
    await writeTinyImages(join(dataPath, 'bright'), OF_EACH, { size: SIZE });
    await writeNegatives(join(dataPath, 'dark'));
    const data = { validationShare: 0.2 };
    for await (const _ of trainModel({ family: 'gan', model, dataPath, data, runFolder: runDir, steps: 2, settings: {} }));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  async function evaluate(
    options: Partial<EvaluateImagesOptions> = {},
  ): Promise<{ result: ImageEvaluation; stages: Set<string> }> {
    const stages = new Set<string>();
    const events: AsyncGenerator<ArtifactEvent, ImageEvaluation> = evaluateImages({
      runDir,
      model,
      samples: 50,
      cacheDir: join(root, 'cache'),
      ...options,
    });
    for (;;) {
      const next = await events.next();
      if (next.done === true) return { result: next.value, stages };
      if (next.value.type === 'progress') stages.add(next.value.stage);
    }
  }

  test('judges samples, held-out pictures and the untrained model by a classifier that it trains once', async () => {
    const first = await evaluate({ baseline: true });
    const again = await evaluate();

    const { extractor, names, resize, reference, samples, heldOut, untrained, nearestSheet } = first.result;
    expect(first.stages).toContain('training the classifier');
    expect(again.stages).not.toContain('training the classifier');
    expect(again.result.samples).toEqual(samples);
    expect(extractor).toMatchObject({ name: 'lenet', featureSize: 128, accuracy: 1 });
    expect([names, resize]).toEqual([{ frechet: 'FD-lenet', kernel: 'KD-lenet' }, 'none']);
    expect(reference.count + (heldOut?.count ?? 0)).toBe(2 * OF_EACH);
    // noise that two steps did not change: far from what real pictures are
    expect(heldOut?.frechetDistance).toBeLessThan((samples.frechetDistance as number) / 4);
    expect(untrained?.frechetDistance).toBeGreaterThan(samples.frechetDistance / 2);
    expect(heldOut?.precision).toBeGreaterThan(samples.precision);
    expect(Object.keys(heldOut?.classes?.shares ?? {})).toEqual(['bright', 'dark']);
    // 24 pairs, 12 columns of 8 pixels and gaps of 2
    expect(await decodeImage(await readFile(nearestSheet))).toMatchObject({ width: 12 * 10 + 2, height: 4 * 10 + 2 });
    const [report] = (await readdir(join(runDir, 'evaluation'))).filter((name) => name.endsWith('.json'));
    const written = JSON.parse(await readFile(join(runDir, 'evaluation', report as string), 'utf8'));
    expect(written.samples).toEqual(samples);
  });

  test('finds the same with the classifier in an ONNX file, under the name of the file', async () => {
    const { result } = await evaluate();
    const folder = join(root, 'cache', 'classifiers');
    const file = join(folder, (await readdir(folder))[0] as string);
    const { tensors, metadata } = decodeSafetensors(await readFile(file), file);
    const { config } = JSON.parse(metadata.classifier as string) as { config: LenetConfig };
    const weights = tensors.get('weights') as HostTensor;
    const specs = [weights, { shape: [7, SIZE, SIZE, 3], dtype: 'float32' as const }];
    const { bytes } = exportOnnx(lenetApply(config) as unknown as TensorFunction, specs, {
      name: 'lenet',
      constants: new Map([['0', { name: 'weights', tensor: weights }]]),
    });
    const extractor = join(root, 'my features.onnx');
    await writeFile(extractor, bytes);

    const byFile = (await evaluate({ extractor })).result;

    expect(byFile.names).toEqual({ frechet: 'FD-my features', kernel: 'KD-my features' });
    expect(byFile.extractor.accuracy).toBeNull();
    // batches of 7 instead of 100 are summed in another order
    expect(byFile.samples.frechetDistance / result.samples.frechetDistance).toBeCloseTo(1, 4);
    expect(byFile.samples.precision).toBe(result.samples.precision);
  });

  test('refuses a file that is no model', async () => {
    const extractor = join(root, 'notes.onnx');
    await writeFile(extractor, 'nothing');

    await expect(evaluate({ extractor })).rejects.toMatchObject({ code: 'E-DECODE-201' });
  });
});
