import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpointState, latestCheckpoint, tensorsOfState, trainModel, writeCheckpoint } from '@aigc/core';
import type { HostTensor, ModelDefinition } from '@aigc/plugin-api';
import type * as jest from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { TextContractRun, TINY_TEXT, textRequest } from './text-contract-run.js';

/** How a text model is made small enough for its contract test. */
export interface TextModelContractOptions {
  /** Settings of tiny models by what is special about them: a step should take milliseconds. The first is tested in full. */
  readonly tiny: { readonly [name: string]: object };
  /** Steps after which every weight must have moved; default 1. */
  readonly stepsToMove?: number;
  /** Steps after which the first model must predict the tiny text at half its first loss; default 100. */
  readonly stepsToLearn?: number;
}

/**
 * Declares the tests that every model of text has to pass, with jest's globals: call it at the top of `contract.test.ts`.
 *
 * One seed one result, every weight learns, the loss falls, what is saved is what is loaded, a resumed run is an uninterrupted
 * one, a stored tokenizer gives the same tokens, samples depend on state and seed alone, no tensor leaks.
 */
export function textModelContract<Config extends object>(
  model: ModelDefinition<Config>,
  options: TextModelContractOptions,
): void {
  const { describe, test, expect, beforeAll, afterAll } = globalThis as unknown as typeof jest;
  const definition = model as ModelDefinition;
  const [[, tiny] = ['', {}]] = Object.entries(options.tiny);
  const open = (settings: object, seed = 0) => new TextContractRun(definition, settings, seed);
  const form = (tensors: ReadonlyMap<string, HostTensor>) =>
    [...tensors].map(([name, { shape, dtype }]) => [name, dtype, [...shape]]);

  describe.each(Object.entries(options.tiny))(`${model.name} (%s) keeps the model contract`, (name, settings) => {
    let root = '';
    beforeAll(async () => {
      root = await mkdtemp(join(tmpdir(), 'aigc-'));
      await writeFile(join(root, 'text.txt'), TINY_TEXT);
    });
    afterAll(() => rm(root, { recursive: true, force: true }));

    const train = async (run: string, steps: number, isResumed = false) => {
      const runFolder = join(root, `${run}-${name.replaceAll(' ', '-')}`);
      const dataPath = join(root, 'text.txt');
      const limits = { steps, isResumed, settings: isResumed ? {} : settings };
      for await (const _ of trainModel({ family: 'contract', model: definition, dataPath, runFolder, ...limits }));
      return latestCheckpoint(runFolder);
    };

    test('reads its own resolved configuration back from JSON', () => {
      const { config } = open(settings);

      expect(model.configSchema.parse(JSON.parse(JSON.stringify(config)))).toEqual(config);
    });

    test('keeps the form of its state, and measures what it does', async () => {
      const run = open(settings);
      const before = tensorsOfState(run.state, run.entries);
      const metrics = { ...(await run.step()), ...(await run.validate()) };
      const after = tensorsOfState(run.state, run.entries);
      await run.dispose();

      expect(form(after)).toEqual(form(before));
      expect(Object.keys(metrics)).toContain(model.validation?.(run.config as Config).objective);
      expect(Object.values(metrics).every(Number.isFinite)).toBe(true);
    });

    test('teaches every weight', async () => {
      const run = open(settings);
      const before = run.weights();
      for (let step = 0; step < (options.stepsToMove ?? 1); step++) await run.step();
      const after = run.weights();
      await run.dispose();

      expect(before.size).toBeGreaterThan(0);
      const still = [...before].filter(([key, { data: old }]) => old.every((value, i) => value === after.get(key)?.data[i]));
      expect(still.map(([key]) => key)).toEqual([]);
    });

    test('goes on after a stop as if there had been none', async () => {
      const whole = await train('whole', 4);
      await train('stopped', 2);
      const stopped = await train('stopped', 4, true);

      expect(stopped.checkpoint.step).toBe(4);
      expect(stopped.checkpoint.stateHash).toBe(whole.checkpoint.stateHash);
    });

    // a model need not write samples
    (model.textSampler === undefined ? test.skip : test)('writes samples that depend on state and seed alone', async () => {
      const run = open(settings);
      const first = run.state;
      for (let step = 0; step < 20; step++) await run.step();
      const [before, after, again] = await run.write([first, run.state, first], [0, 1]);
      const [alone] = await run.write([first], [1], 2);
      await run.dispose();

      expect(before).toHaveLength(2);
      expect(before?.[1]).not.toBe(before?.[0]);
      expect(after).not.toEqual(before);
      expect(again).toEqual(before);
      expect(alone).toEqual([before?.[1]]);
    });

    test('gives the text back, and the same tokens from a stored tokenizer', () => {
      const request = textRequest(definition, settings);
      const fitted = request.tokenizer(TINY_TEXT, undefined);
      const stored = request.tokenizer(TINY_TEXT, fitted.serialize());

      expect(fitted.decode(fitted.encode(TINY_TEXT))).toBe(TINY_TEXT);
      expect(stored.encode(TINY_TEXT)).toEqual(fitted.encode(TINY_TEXT));
      expect(stored.vocabSize).toBe(fitted.vocabSize);
    });
  });

  describe(`${model.name} keeps the model contract`, () => {
    test('gives the same bytes for the same seed, others for another', async () => {
      const hashes: string[] = [];
      for (const seed of [0, 0, 1]) {
        const run = open(tiny, seed);
        await run.step();
        await run.step();
        hashes.push(run.hash());
        await run.dispose();
      }

      expect(hashes[1]).toBe(hashes[0]);
      expect(hashes[2]).not.toBe(hashes[0]);
    });

    test('learns a text that repeats', async () => {
      const run = open(tiny);
      const first = await run.validate();
      for (let step = 0; step < (options.stepsToLearn ?? 100); step++) await run.step();
      const last = await run.validate();
      await run.dispose();

      const objective = model.validation?.(run.config as Config).objective as string;
      expect(last[objective]).toBeLessThan((first[objective] as number) / 2);
    });

    test('is judged the same from a loaded checkpoint', async () => {
      const root = await mkdtemp(join(tmpdir(), 'aigc-'));
      const run = open(tiny);
      await run.step();
      await writeCheckpoint({ runDir: root, step: 1, state: run.state, entries: run.entries });
      const before = await run.validate();
      const { checkpoint } = await latestCheckpoint(root);
      run.state = checkpointState(checkpoint, run.entries);
      const after = await run.validate();
      await run.dispose();
      await rm(root, { recursive: true, force: true });

      expect(after).toEqual(before);
    });

    test('leaks no tensor', async () => {
      const before = tf.memory().numTensors;
      const run = open(tiny);
      await run.step();
      await run.validate();
      await run.dispose();

      expect(tf.memory().numTensors).toBe(before);
    });
  });
}
