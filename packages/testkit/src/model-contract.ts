import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpointState, generateImages, latestCheckpoint, tensorsOfState, trainModel, writeCheckpoint } from '@aigc/core';
import type { HostTensor, ModelDefinition } from '@aigc/plugin-api';
import type * as jest from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { ContractRun, imageSizeOf } from './contract-run.js';
import { toBeAllClose } from './to-be-all-close.js';
import { writeTinyImages } from './write-tiny-images.js';

/** How a model is made small enough for its contract test. */
export interface ModelContractOptions {
  /** Settings of a tiny model: a step of it should take milliseconds. */
  readonly tiny: object;
  /** Settings of a second tiny model, of another picture size. */
  readonly otherSize: object;
  /** Steps after which every weight must have moved; default 1. */
  readonly stepsToMove?: number;
}

// A batch of one and a batch of four may be summed in another order: a few units in the last place of float32 at 1.
const BATCH_TOLERANCE = { absolute: 2e-5 };
// Pictures are in [-1, 1]; tanh and clamps may overshoot by rounding.
const RANGE = 1 + 1e-6;

/**
 * Declares the tests that every model has to pass, with jest's globals: call it at the top of `contract.test.ts`.
 *
 * Shapes at two sizes, one seed one result, every weight learns, what is saved is what is loaded, a resumed run is an
 * uninterrupted one, a sample does not depend on its batch, no tensor leaks.
 */
export function modelContract<Config extends object>(model: ModelDefinition<Config>, options: ModelContractOptions): void {
  const { describe, test, expect, beforeAll, afterAll } = globalThis as unknown as typeof jest;
  expect.extend({ toBeAllClose });
  const open = (settings: object, seed = 0) => ContractRun.open(model as ModelDefinition, settings, seed);

  describe(`${model.name} keeps the model contract`, () => {
    let root = '';
    let data = '';
    beforeAll(async () => {
      root = await mkdtemp(join(tmpdir(), 'aigc-'));
      data = join(root, 'data');
      await writeTinyImages(data, 12, { size: imageSizeOf(model as ModelDefinition, options.tiny) });
    });
    afterAll(() => rm(root, { recursive: true, force: true }));

    const train = async (run: string, steps: number, isResumed = false): Promise<string> => {
      const runFolder = join(root, run);
      const common = { family: 'contract', model: model as ModelDefinition, dataPath: data, runFolder, steps, isResumed };
      for await (const _ of trainModel({ ...common, settings: options.tiny }));
      return runFolder;
    };

    test('reads its own resolved configuration back from JSON', () => {
      const { config } = open(options.tiny);

      expect(model.configSchema.parse(JSON.parse(JSON.stringify(config)))).toEqual(config);
    });

    test.each([
      ['tiny', options.tiny],
      ['other size', options.otherSize],
    ])('trains and samples pictures of its size (%s)', async (_, settings) => {
      const run = open(settings);
      const before = tensorsOfState(run.state, run.entries);
      const metrics = await run.step();
      const after = tensorsOfState(run.state, run.entries);
      const images = await run.sample([0, 1, 2]);
      await run.dispose();

      const form = (tensors: Map<string, HostTensor>) =>
        [...tensors].map(([name, { shape, dtype }]) => [name, dtype, [...shape]]);
      expect(form(after)).toEqual(form(before));
      expect(Object.keys(metrics).length).toBeGreaterThan(0);
      expect(Object.values(metrics).every(Number.isFinite)).toBe(true);
      expect(images.shape).toEqual([3, run.size, run.size, run.channels]);
      expect((images.data as Float32Array).every((value) => Math.abs(value) <= RANGE)).toBe(true);
    });

    test('gives the same bytes for the same seed, others for another', async () => {
      const hashes: string[] = [];
      for (const seed of [0, 0, 1]) {
        const run = open(options.tiny, seed);
        await run.step();
        await run.step();
        hashes.push(run.hash());
        await run.dispose();
      }

      expect(hashes[1]).toBe(hashes[0]);
      expect(hashes[2]).not.toBe(hashes[0]);
    });

    test('teaches every weight', async () => {
      const run = open(options.tiny);
      const before = run.weights();
      for (let step = 0; step < (options.stepsToMove ?? 1); step++) await run.step();
      const after = run.weights();
      await run.dispose();

      expect(before.size).toBeGreaterThan(0);
      const still = [...before].filter(([name, { data: old }]) => old.every((value, i) => value === after.get(name)?.data[i]));
      expect(still.map(([name]) => name)).toEqual([]);
    });

    test('samples the same from a loaded checkpoint', async () => {
      const run = open(options.tiny);
      await run.step();
      const runDir = join(root, 'saved');
      await writeCheckpoint({ runDir, step: 1, state: run.state, entries: run.entries });
      const { checkpoint } = await latestCheckpoint(runDir);
      const images = await run.sample([5]);
      run.state = checkpointState(checkpoint, run.entries);
      const again = await run.sample([5]);
      await run.dispose();

      expect(Buffer.from(again.data.buffer).equals(Buffer.from(images.data.buffer))).toBe(true);
    });

    test('goes on after a stop as if there had been none', async () => {
      const whole = await train('whole', 4);
      await train('stopped', 2);
      const stopped = await train('stopped', 4, true);

      const [a, b] = await Promise.all([latestCheckpoint(whole), latestCheckpoint(stopped)]);
      expect(b.checkpoint.step).toBe(4);
      expect(b.checkpoint.stateHash).toBe(a.checkpoint.stateHash);
    });

    test('draws a sample the same alone and beside others', async () => {
      const run = open(options.tiny);
      await run.step();
      const batch = await run.sample([10, 11, 12, 13]);
      const alone = await run.sample([12]);
      await run.dispose();

      const length = alone.data.length;
      expect(batch.data.subarray(2 * length, 3 * length) as Float32Array).toBeAllClose(
        alone.data as Float32Array,
        BATCH_TOLERANCE,
      );
    });

    test('writes one seed as the same file whichever seeds are drawn beside it', async () => {
      const runDir = await train('drawn', 1);
      const draw = async (name: string, seeds: number[]): Promise<Buffer> => {
        const outDir = join(root, name);
        for await (const _ of generateImages({ runDir, model: model as ModelDefinition, seeds, outDir }));
        return readFile(join(outDir, 'seed-0002.png'));
      };

      expect((await draw('one', [2])).equals(await draw('three', [1, 2, 3]))).toBe(true);
    });

    test('leaks no tensor', async () => {
      const before = tf.memory().numTensors;
      const run = open(options.tiny);
      await run.step();
      await run.sample([0]);
      await run.dispose();

      expect(tf.memory().numTensors).toBe(before);
    });
  });
}
