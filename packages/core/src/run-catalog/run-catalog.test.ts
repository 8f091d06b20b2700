import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeCheckpoint } from '../checkpoint/write-checkpoint.js';
import { writeBestStep } from '../run/best-step.js';
import { type RunFiles, writeRunFiles } from '../run/run-files.js';
import { lockRun } from '../run/run-lock.js';
import { writeVerdict } from '../verdict/verdict-file.js';
import { listRuns } from './list-runs.js';
import { readMetricHistory } from './metric-history.js';
import { removeRun } from './remove-run.js';
import { readRunSummary } from './run-summary.js';

const FILES: RunFiles = {
  info: {
    run: 1,
    family: 'vae',
    model: 'mlp',
    seed: 7,
    createdAt: '2026-01-02T03:04:05.000Z',
    aigcVersion: '0.1.0',
    environment: { node: 'v20', platform: 'linux x64', device: 'cpu' },
    habits: { validateEvery: 2, onDivergence: 'stop', freeze: [] },
  },
  config: { batchSize: 4, learningRate: 0.1 },
  data: {
    data: 1,
    kind: 'images',
    hash: 'ab',
    reading: {},
    files: [{ path: 'a.png', sha256: 'cd' }],
    skipped: [],
    path: '/data',
    settings: {},
  },
};

let root = '';
let run = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  run = join(root, 'run');
  await writeRunFiles(run, FILES);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const METRICS = `{"step":1,"loss":3,"itemsPerSecond":10}
{"step":2,"loss":1,"itemsPerSecond":30}
{"step":2,"validationLoss":2}
{"step":3,"loss":2,"itemsPerSecond":20}
`;

/** A checkpoint of one tensor. */
function save(step: number, value: number, runDir = run) {
  const state = { weights: { shape: [1], dtype: 'float32' as const, data: Float32Array.of(value) } };
  return writeCheckpoint({ runDir, step, state, entries: {} });
}

describe('readMetricHistory', () => {
  test('gives a curve for each metric, at its own steps', async () => {
    await writeFile(join(run, 'metrics.jsonl'), METRICS);

    expect(await readMetricHistory(run)).toEqual({
      lastStep: 3,
      curves: {
        loss: { steps: [1, 2, 3], values: [3, 1, 2] },
        itemsPerSecond: { steps: [1, 2, 3], values: [10, 30, 20] },
        validationLoss: { steps: [2], values: [2] },
      },
    });
  });

  test('leaves out a line that is being written, and what is no number', async () => {
    await writeFile(
      join(run, 'metrics.jsonl'),
      '{"step":1,"loss":null,"note":"x","__proto__":1}\n{"step":2,"loss":1}\n{"step":3,"lo',
    );

    expect(await readMetricHistory(run)).toMatchObject({ lastStep: 2, curves: { loss: { steps: [2], values: [1] } } });
  });

  test('is empty before the first step', async () => {
    expect(await readMetricHistory(run)).toEqual({ lastStep: 0, curves: {} });
  });
});

describe('readRunSummary', () => {
  test('has the last and the best of each metric: losses low, speed high', async () => {
    await writeFile(join(run, 'metrics.jsonl'), METRICS);
    await save(2, 1);

    const { metrics, step, lastStep } = await readRunSummary(run);

    expect(metrics).toEqual({
      loss: { last: { step: 3, value: 2 }, best: { step: 2, value: 1 } },
      itemsPerSecond: { last: { step: 3, value: 20 }, best: { step: 2, value: 30 } },
      validationLoss: { last: { step: 2, value: 2 }, best: { step: 2, value: 2 } },
    });
    expect([step, lastStep]).toEqual([2, 3]);
  });

  test('has one hash for one state to go on from, and others for anything else', async () => {
    const hashOf = async (files: RunFiles, step: number, value: number) => {
      const dir = await mkdtemp(join(root, 'hashed-'));
      await writeRunFiles(dir, files);
      await save(step, value, dir);
      return (await readRunSummary(dir)).stateHash;
    };
    const hash = await hashOf(FILES, 4, 1);

    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    // the time of a run and its folder decide nothing, nor does the order of keys
    const later = { ...FILES, info: { ...FILES.info, createdAt: 'later' }, config: { learningRate: 0.1, batchSize: 4 } };
    expect(await hashOf(later, 4, 1)).toBe(hash);
    // nor does the planned length of a run whose learning rate is constant
    const planned = (learningRateSchedule: string, scheduleSteps: number) =>
      hashOf({ ...FILES, config: { learningRateSchedule, scheduleSteps } }, 4, 1);
    expect(await planned('constant', 6)).toBe(await planned('constant', 3));
    expect(await planned('cosine', 6)).not.toBe(await planned('cosine', 3));
    const others = await Promise.all([
      hashOf(FILES, 4, 2),
      hashOf(FILES, 5, 1),
      hashOf({ ...FILES, info: { ...FILES.info, seed: 8 } }, 4, 1),
      hashOf({ ...FILES, config: { batchSize: 4, learningRate: 0.2 } }, 4, 1),
      hashOf({ ...FILES, data: { ...FILES.data, hash: 'ac' } }, 4, 1),
    ]);
    expect(new Set([hash, ...others]).size).toBe(6);
  });

  test('says what is damaged and what it uses instead', async () => {
    await save(2, 1);
    await save(4, 1);
    await truncate(join(run, 'checkpoints', 'step-000004', 'model.safetensors'), 10);

    const { step, warnings, checkpoints } = await readRunSummary(run);

    expect(step).toBe(2);
    expect(checkpoints.map((checkpoint) => checkpoint.step)).toEqual([4, 2]);
    expect(warnings).toEqual([expect.stringContaining('step-000004 is damaged')]);
  });

  test('has no hash without a checkpoint', async () => {
    expect(await readRunSummary(run)).toMatchObject({ step: 0, stateHash: null, best: null, samples: [], warnings: [] });
  });

  test('has the verdict of the end, or one by the curves so far; samples, the best step and the writer', async () => {
    expect((await readRunSummary(run)).verdict).toMatchObject({ level: 'unclear', findings: [{ code: 'too-short' }] });
    const verdict = { level: 'good', summary: 'fine', findings: [] } as const;
    await writeVerdict(run, verdict);
    await writeBestStep(run, { step: 2, metric: 'validationLoss', value: 2 });
    await mkdir(join(run, 'samples'));
    for (const name of ['step-000010.png', 'step-000002.txt', 'other.png']) await writeFile(join(run, 'samples', name), '');
    const lock = await lockRun(run);

    expect(await readRunSummary(run)).toMatchObject({
      verdict,
      best: { step: 2, value: 2 },
      samples: [
        { step: 2, kind: 'text' },
        { step: 10, kind: 'image' },
      ],
      writer: { pid: process.pid },
    });
    await lock.release();
    expect((await readRunSummary(run)).writer).toBeNull();
  });
});

describe('listRuns', () => {
  test('finds runs, newest first, and tells of those that cannot be read', async () => {
    const info = { ...FILES.info, createdAt: '2026-05-01T00:00:00.000Z' };
    await writeRunFiles(join(root, 'newer'), { ...FILES, info });
    await mkdir(join(root, 'no-run'));
    await mkdir(join(root, 'broken'));
    await writeFile(join(root, 'broken', 'run.json'), '{');

    const { runs, warnings } = await listRuns(root);

    expect(runs.map(({ summary }) => summary.name)).toEqual(['newer', 'run']);
    expect(warnings).toEqual([expect.stringMatching(/^the run file is damaged: .*broken.run\.json\)$/)]);
    expect((await listRuns(run)).runs.map(({ summary }) => summary.name)).toEqual(['run']);
  });

  test('says where there is no folder', async () => {
    await expect(listRuns(join(root, 'missing'))).rejects.toMatchObject({ code: 'E-CONFIG-140', exitCode: 2 });
  });
});

describe('removeRun', () => {
  test('removes what a run is made of, and the folder', async () => {
    await save(2, 1);
    await writeFile(join(run, 'metrics.jsonl'), METRICS);

    expect(await removeRun(run)).toMatchObject({ path: run, kept: [] });
    expect(await readdir(root)).toEqual([]);
  });

  test('keeps what somebody else put there, and what a link points to', async () => {
    await writeFile(join(root, 'precious.txt'), 'mine');
    await mkdir(join(run, 'samples'));
    await symlink(join(root, 'precious.txt'), join(run, 'samples', 'step-000001.png'));
    await writeFile(join(run, 'notes.md'), 'mine');

    expect(await removeRun(run)).toMatchObject({ kept: ['notes.md'] });
    expect(await readdir(run)).toEqual(['notes.md']);
    expect(await readFile(join(root, 'precious.txt'), 'utf8')).toBe('mine');
  });

  test('finishes a removal that was interrupted', async () => {
    await rm(join(run, 'config.json'));

    await removeRun(run);

    expect(await readdir(root)).toEqual([]);
  });

  test('refuses what is no run, and a run that is being written', async () => {
    await mkdir(join(root, 'folder'));
    await writeFile(join(root, 'folder', 'data.json'), '');
    await expect(removeRun(join(root, 'folder'))).rejects.toMatchObject({ code: 'E-CONFIG-103' });
    expect(await readdir(join(root, 'folder'))).toEqual(['data.json']);

    const lock = await lockRun(run);
    await expect(removeRun(run)).rejects.toMatchObject({ exitCode: 21 });
    await lock.release();
    expect(await readRunSummary(run)).toMatchObject({ name: 'run' });
  });
});
