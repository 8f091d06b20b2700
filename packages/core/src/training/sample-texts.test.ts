import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrainingEvent } from '@aigc/plugin-api';
import { tinyGan, writeTinyImages } from '@aigc/testkit';
import { expect, test } from '@jest/globals';
import { SampleTexts } from './sample-texts.js';
import { trainModel } from './train-model.js';

const state = { weights: { shape: [1], dtype: 'float32' as const, data: Float32Array.of(7) } };

test('texts of the same seeds are written at every occasion by one sampler', async () => {
  const runDir = await mkdtemp(join(tmpdir(), 'aigc-'));
  const calls: string[] = [];
  const texts = new SampleTexts(runDir, async () => {
    calls.push('open');
    return {
      write: async (_, seeds) => seeds.map((seed) => `text ${seed}`),
      dispose: async () => {
        calls.push('dispose');
      },
    };
  });
  const path = join(runDir, 'samples', 'step-000020.txt');

  expect(await texts.write(state, 10)).toMatchObject({ step: 10, kind: 'text' });
  expect(await texts.write(state, 20)).toEqual({ step: 20, path, kind: 'text' });
  await texts.dispose();

  expect(calls).toEqual(['open', 'dispose']);
  const lines = [0, 1, 2, 3].map((seed) => `--- seed ${seed} ---\ntext ${seed}\n`);
  expect(await readFile(path, 'utf8')).toBe(lines.join('\n'));
});

test('a model that has nothing to show trains without samples', async () => {
  const root = await mkdtemp(join(tmpdir(), 'aigc-'));
  await writeTinyImages(join(root, 'data'), 10);
  const { sampler: _, ...mute } = tinyGan;
  const options = { family: 'test', model: mute, settings: {}, dataPath: join(root, 'data'), runFolder: join(root, 'run') };
  const events: TrainingEvent[] = [];
  for await (const event of trainModel({ ...options, steps: 4, sampleEvery: 2 })) events.push(event);

  expect(events.map(({ type }) => type)).not.toContain('samples-written');
  expect(events.at(-1)).toMatchObject({ type: 'run-end', step: 4, samples: undefined });
});
