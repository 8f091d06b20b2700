import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { writeBestStep } from '../run/best-step.js';
import { writeRunFiles } from '../run/run-files.js';
import { judgeRun } from './judge-run.js';
import { readVerdict, writeVerdict } from './verdict-file.js';

let run = '';
beforeEach(async () => {
  run = await mkdtemp(join(tmpdir(), 'aigc-'));
  await writeRunFiles(run, {
    info: {
      run: 1,
      family: 'vae',
      model: 'mlp',
      seed: 0,
      createdAt: '2026-01-02T03:04:05.000Z',
      aigcVersion: '0.1.0',
      environment: { node: 'v20', platform: 'linux x64', device: 'cpu' },
      habits: { validateEvery: 20, onDivergence: 'stop', freeze: [] },
    },
    config: { batchSize: 8 },
    data: {
      data: 1,
      kind: 'images',
      hash: 'ab',
      reading: {},
      files: Array.from({ length: 4000 }, (_, i) => ({ path: `${i}.png`, sha256: '' })),
      skipped: [],
      path: '/data',
      settings: {},
    },
  });
});
afterEach(() => rm(run, { recursive: true, force: true }));

/** Metrics of a loss that falls as 1 + exp(-step / 50), validated by another metric every 20 steps. */
async function writeMetrics(steps: number): Promise<void> {
  const lines = Array.from({ length: steps }, (_, i) => {
    const loss = 1 + Math.exp(-(i + 1) / 50);
    return [
      { step: i + 1, loss },
      ...((i + 1) % 20 === 0 ? [{ step: i + 1, validationLoss: loss, validationBitsPerItem: loss / 2 }] : []),
    ];
  });
  await writeFile(
    join(run, 'metrics.jsonl'),
    lines
      .flat()
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(''),
  );
}

test('a run is judged by the metric that chose its best checkpoint', async () => {
  await writeMetrics(1000);

  expect((await judgeRun(run)).summary).toMatch(/^validation loss fell from 1\.67 to 1 /);
  await writeBestStep(run, { step: 1000, metric: 'validationBitsPerItem', value: 0.5 });
  expect((await judgeRun(run)).summary).toMatch(/^validation bits per item fell from 0\.8352 to 0\.5 /);
});

test('a run is too short until each picture was seen', async () => {
  await writeMetrics(250);

  // 250 steps of 8 are half of 4000
  expect(await judgeRun(run)).toMatchObject({ level: 'unclear', summary: 'training has seen 50 % of the pictures, each once' });
});

test('pictures that are given are compared', async () => {
  await writeMetrics(1000);
  const picture = (value: number) => ({ width: 2, height: 2, channels: 1 as const, data: new Uint8Array(4).fill(value) });
  const training = Array.from({ length: 64 }, (_, i) => picture(i * 4));
  const samples = Array.from({ length: 64 }, () => picture(128));

  const verdict = await judgeRun(run, { images: { samples, training } });

  expect(verdict.level).toBe('bad');
  expect(verdict.findings.map(({ code }) => code)).toEqual(['memorising', 'collapse', 'plateaued']);
});

test('a stored verdict is read back, and a damaged one is none', async () => {
  expect(await readVerdict(run)).toBeUndefined();
  const verdict = {
    level: 'good',
    summary: 'fine',
    findings: [{ code: 'plateaued', level: 'good', message: 'settled' }],
  } as const;
  await writeVerdict(run, verdict);
  expect(await readVerdict(run)).toEqual(verdict);
  await writeFile(join(run, 'verdict.json'), '{"level":');
  expect(await readVerdict(run)).toBeUndefined();
});
