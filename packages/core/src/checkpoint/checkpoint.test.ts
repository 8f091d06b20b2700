import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CheckpointError, DivergenceError, type HostTensor } from '@aigc/plugin-api';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomStream } from '../random/random-stream.js';
import { listCheckpointSteps, removeTemporaryCheckpoints } from './checkpoint-folder.js';
import { checkpointState, latestCheckpoint, readCheckpoint } from './read-checkpoint.js';
import { writeCheckpoint } from './write-checkpoint.js';

const ENTRIES = {
  weights: [
    { name: 'kernel', shape: [8, 8] },
    { name: 'bias', shape: [8] },
  ],
};

function stateAt(step: number): { weights: HostTensor; step: HostTensor } {
  const data = randomStream(0).at(step).normal(72);
  return {
    weights: { shape: [72], dtype: 'float32', data },
    step: { shape: [], dtype: 'int32', data: Int32Array.of(step) },
  };
}

let runDir = '';
const save = (step: number, keepLast = 3) => writeCheckpoint({ runDir, step, state: stateAt(step), entries: ENTRIES, keepLast });

beforeEach(async () => {
  runDir = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(runDir, { recursive: true, force: true }));

describe('writeCheckpoint', () => {
  test('writes what latestCheckpoint reads', async () => {
    const written = await save(200);

    const { checkpoint, damaged } = await latestCheckpoint(runDir);

    expect(written.path).toBe(join(runDir, 'checkpoints', 'step-000200'));
    expect((await readdir(written.path)).sort()).toEqual(['manifest.json', 'model.safetensors']);
    expect(damaged).toEqual([]);
    expect(checkpoint.stateHash).toBe(written.stateHash);
    expect(checkpointState(checkpoint, ENTRIES)).toEqual(stateAt(200));
    expect([...checkpoint.tensors.keys()].sort()).toEqual(['step', 'weights/bias', 'weights/kernel']);
  });

  test('writes the same bytes for the same state', async () => {
    const { path } = await save(5);
    const read = async () => [
      await readFile(join(path, 'manifest.json'), 'utf8'),
      await readFile(join(path, 'model.safetensors')),
    ];
    const first = await read();
    await rm(path, { recursive: true });
    await save(5);

    expect(await read()).toEqual(first);
    expect(Object.keys(JSON.parse(first[0] as string) as object)).toEqual(['checkpoint', 'step', 'stateHash', 'files']);
  });

  test('keeps a complete checkpoint of the same step as it is', async () => {
    const first = await save(5);

    const second = await writeCheckpoint({ runDir, step: 5, state: stateAt(6), entries: ENTRIES });

    expect(second).toEqual(first);
  });

  test('moves a damaged checkpoint of the same step aside and writes its own', async () => {
    const { path } = await save(5);
    await writeFile(join(path, 'model.safetensors'), 'rubbish');

    await save(5);

    expect((await readCheckpoint(path)).step).toBe(5);
    expect((await readdir(join(runDir, 'checkpoints'))).sort()).toEqual(['damaged-step-000005', 'step-000005']);
  });

  test('keeps the newest three, and never less than one', async () => {
    for (const step of [1, 2, 3, 4, 10]) await save(step);
    expect(await listCheckpointSteps(runDir)).toEqual([10, 4, 3]);

    await save(11, 0);

    expect(await readdir(join(runDir, 'checkpoints'))).toEqual(['step-000011']);
  });

  test('refuses to save NaN and keeps what was there', async () => {
    await save(1);
    const state = stateAt(2);
    state.weights.data[70] = Number.NaN;

    const saving = writeCheckpoint({ runDir, step: 2, state, entries: ENTRIES });

    await expect(saving).rejects.toThrow(DivergenceError);
    await expect(saving).rejects.toMatchObject({
      message: 'the state after step 2 holds NaN or infinity in weights/bias',
      note: 'the last complete checkpoint is step-000001; it is safe',
      exitCode: 30,
    });
    expect(await listCheckpointSteps(runDir)).toEqual([1]);
  });

  test('fails with exit 20 where it cannot write', async () => {
    await writeFile(join(runDir, 'checkpoints'), 'a file');

    await expect(save(1)).rejects.toMatchObject({ code: 'E-IO-005', exitCode: 20 });
  });
});

describe('latestCheckpoint', () => {
  test('falls back to the one before a damaged one, and says so', async () => {
    await save(100);
    const { path } = await save(150);
    await rm(join(path, 'model.safetensors'));

    const { checkpoint, damaged } = await latestCheckpoint(runDir);

    expect(checkpoint.step).toBe(100);
    expect(damaged.map((one) => one.warning)).toEqual([
      'checkpoint step-000150 is damaged: model.safetensors: the file is missing; using step-000100, 50 steps older',
    ]);
  });

  test('says that a run has none', async () => {
    const reading = latestCheckpoint(runDir);

    await expect(reading).rejects.toThrow(CheckpointError);
    await expect(reading).rejects.toMatchObject({
      code: 'E-CKPT-001',
      exitCode: 11,
      message: 'the run has no checkpoint',
      path: runDir,
    });
  });

  test('says that all are damaged, and touches none', async () => {
    for (const step of [1, 2]) {
      const { path } = await save(step);
      await writeFile(join(path, 'manifest.json'), '{}');
    }

    await expect(latestCheckpoint(runDir)).rejects.toMatchObject({
      code: 'E-CKPT-002',
      exitCode: 11,
      message:
        'none of the 2 checkpoints is usable: checkpoint step-000002 is damaged: manifest.json: it is not a checkpoint manifest',
    });
    expect(await listCheckpointSteps(runDir)).toEqual([2, 1]);
  });

  test('ignores temporary folders, which removeTemporaryCheckpoints clears', async () => {
    const { path } = await save(1);
    const folder = join(runDir, 'checkpoints');
    await writeFile(join(folder, '.tmp-step-000009-1'), '');

    expect((await latestCheckpoint(runDir)).checkpoint.path).toBe(path);
    await removeTemporaryCheckpoints(runDir);

    expect(await readdir(folder)).toEqual(['step-000001']);
  });
});

describe('checkpointState', () => {
  test('refuses a checkpoint of another model', async () => {
    await save(1);
    const { checkpoint } = await latestCheckpoint(runDir);

    expect(() => checkpointState(checkpoint, { weights: [{ name: 'kernel', shape: [9, 8] }] })).toThrow(
      'checkpoint step-000001 does not fit the model: stateOfTensors: expected float32 [9, 8] for weights/kernel, got float32 [8, 8]',
    );
  });
});

describe('readCheckpoint', () => {
  test('detects each of 200 flipped bytes', async () => {
    const { path } = await save(3);
    const [offsets, values] = [randomStream(1).fork('offset').uniform(200), randomStream(1).fork('value').uniform(200)];
    let detected = 0;
    for (let i = 0; i < 200; i++) {
      const file = join(path, i % 4 === 0 ? 'manifest.json' : 'model.safetensors');
      const good = await readFile(file);
      const bad = Buffer.from(good);
      const at = Math.floor((offsets[i] as number) * bad.length);
      // xor with 1..255: never the same byte
      bad[at] = (bad[at] as number) ^ (1 + Math.floor((values[i] as number) * 255));
      await writeFile(file, bad);
      await readCheckpoint(path).catch((error: unknown) => {
        if (error instanceof CheckpointError && error.code === 'E-CKPT-004') detected += 1;
      });
      await writeFile(file, good);
    }

    expect(detected).toBe(200);
    expect((await readCheckpoint(path)).step).toBe(3);
  });

  test('detects truncation at every length of the manifest and a renamed folder', async () => {
    const { path } = await save(3);
    const file = join(path, 'manifest.json');
    const good = await readFile(file);
    for (let length = 0; length < good.length; length++) {
      await writeFile(file, good.subarray(0, length));
      await expect(readCheckpoint(path)).rejects.toMatchObject({ code: 'E-CKPT-004' });
    }
    await writeFile(file, good.toString().replace('"step": 3', '"step": 4'));

    await expect(readCheckpoint(path)).rejects.toThrow('manifest.json: it belongs to step-000004');
  });
});
