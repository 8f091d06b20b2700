import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeSafetensors, trainModel } from '@aigc/core';
import { eager } from '@aigc/engine';
import { type HostTensor, InvalidConfigError, ShapeMismatchError } from '@aigc/plugin-api';
import { toBeAllClose } from '@aigc/testkit';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { loadTextModel, type TextModel } from '../generate/load-text-model.js';
import { gptLogits } from '../gpt/network.js';
import { gptEntries } from '../gpt/parameters.js';
import { gpt2Config, parseGpt2Config } from './gpt2-config.js';
import { readGpt2 } from './read-gpt2.js';
import { startingModel } from './starting-model.js';
import { writeGpt2 } from './write-gpt2.js';

expect.extend({ toBeAllClose });

// made by scripts/make-tiny-gpt2.py with PyTorch 1.13
const FOLDER = fileURLToPath(new URL('../../fixtures/tiny-gpt2', import.meta.url));
const TEXT = 'the cat sat on the mat<|endoftext|>é';
// float32 against float64 through two layers; logits are around 1
const LOGIT_TOLERANCE = { absolute: 1e-4 };

/** float32 [T, vocabSize]. */
async function logitsOf({ config, parameters }: TextModel, tokenIds: Int32Array): Promise<HostTensor> {
  const run = eager(((p: { [name: string]: tf.Tensor }, ids: tf.Tensor) => gptLogits(p, ids, config)) as never);
  return (await run(parameters, { shape: [1, tokenIds.length], dtype: 'int32', data: tokenIds })) as HostTensor;
}

async function save(model: TextModel, folder: string): Promise<void> {
  for await (const _ of writeGpt2({ ...model, folder }));
}

let expected: { readonly tokenIds: Int32Array; readonly logits: Float32Array };
let text = '';

beforeAll(async () => {
  const path = join(FOLDER, 'expected.safetensors');
  const { tensors } = decodeSafetensors(await readFile(path), path);
  expected = { tokenIds: tensors.get('tokenIds')?.data as Int32Array, logits: tensors.get('logits')?.data as Float32Array };
  const folder = await mkdtemp(join(tmpdir(), 'aigc-'));
  text = join(folder, 'text.txt');
  await writeFile(text, 'the cat sat on the mat; the rat ate the other. '.repeat(20));
});

/** A run that goes on from the fixture for some steps. */
async function fineTune(settings: object, steps: number): Promise<string> {
  const runFolder = join(await mkdtemp(join(tmpdir(), 'aigc-')), 'run');
  const start = await startingModel(FOLDER, { batchSize: 4, stretchLength: 16, warmupSteps: 0, learningRate: 0.01, ...settings });
  for await (const _ of trainModel({ family: 'text', dataPath: text, runFolder, steps, ...start }));
  return runFolder;
}

describe('a published GPT-2', () => {
  test('has the token ids and the logits of PyTorch', async () => {
    const model = await loadTextModel(FOLDER);

    expect([...model.tokenizer.encode(TEXT)]).toEqual([...expected.tokenIds]);
    const logits = await logitsOf(model, expected.tokenIds);
    expect(logits.shape).toEqual([expected.tokenIds.length, model.config.vocabSize]);
    expect(logits.data as Float32Array).toBeAllClose(expected.logits, LOGIT_TOLERANCE);
  });

  test('is saved as it was loaded, byte for byte of its weights and ids', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aigc-'));
    const model = await loadTextModel(FOLDER);
    await save(model, folder);

    const [before, after] = await Promise.all([readGpt2(FOLDER), readGpt2(folder)]);
    expect(after.weights).toEqual(before.weights);
    expect(after.architecture).toEqual(before.architecture);
    expect([...after.tokenizer.encode(TEXT)]).toEqual([...expected.tokenIds]);
  });

  test('is fine-tuned in full from its own weights, and saved', async () => {
    const run = await fineTune({}, 20);
    const tuned = await loadTextModel(run);
    const folder = await mkdtemp(join(tmpdir(), 'aigc-'));
    await save(tuned, folder);

    const again = await loadTextModel(folder);
    const [before, after] = await Promise.all([logitsOf(tuned, expected.tokenIds), logitsOf(again, expected.tokenIds)]);
    expect(after.data).toEqual(before.data);
    expect(tuned.config).toMatchObject({ width: 16, positions: 'learned', contextLength: 32, stretchLength: 16 });
    expect(after.data).not.toEqual((await logitsOf(await loadTextModel(FOLDER), expected.tokenIds)).data);
  });

  test('is fine-tuned by adapters, its own weights unmoved', async () => {
    const run = await fineTune({ loraRank: 2 }, 3);
    const [base, tuned] = await Promise.all([loadTextModel(FOLDER), loadTextModel(run)]);

    const isAdapted = (name: string) => /(qkv|projection|up|down)\.kernel$/.test(name);
    for (const { name } of gptEntries(base.config)) {
      const [before, after] = [base.parameters[name]?.data, tuned.parameters[name]?.data];
      if (isAdapted(name)) expect(after).not.toEqual(before);
      else expect(after).toEqual(before);
    }
  });

  test('begins with the loss of the model it goes on from, adapters or not', async () => {
    const losses: number[] = [];
    for (const loraRank of [0, 2]) {
      const runFolder = join(await mkdtemp(join(tmpdir(), 'aigc-')), 'run');
      const start = await startingModel(FOLDER, { stretchLength: 16, loraRank });
      for await (const event of trainModel({ family: 'text', dataPath: text, runFolder, steps: 1, ...start })) {
        if (event.type === 'step-end') losses.push(event.metrics.loss as number);
      }
    }

    // B is 0 at first: adapters add exactly nothing
    expect(losses[1]).toBe(losses[0]);
  });

  test('keeps its sizes', async () => {
    const { model, settings } = await startingModel(FOLDER, { layers: 3 });

    const resolve = () => model.resolveConfig(settings, { kind: 'text', count: 100, vocabSize: 262 });
    expect(resolve).toThrow(InvalidConfigError);
    expect(resolve).toThrow('layers is 3, but that of the published model is 2');
  });

  test('is refused where a weight has another shape', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aigc-'));
    await save(await loadTextModel(FOLDER), folder);
    const path = join(folder, 'config.json');
    const config = JSON.parse(await readFile(path, 'utf8')) as object;
    await writeFile(path, JSON.stringify({ ...config, n_positions: 64 }));

    await expect(readGpt2(folder)).rejects.toThrow(ShapeMismatchError);
  });

  test('is refused where a file is missing', async () => {
    await expect(readGpt2(await mkdtemp(join(tmpdir(), 'aigc-')))).rejects.toThrow('it has no readable');
  });
});

describe('writeGpt2', () => {
  test('refuses rotary positions, which GPT-2 does not have', async () => {
    const model = await loadTextModel(FOLDER);
    const rotary = { ...model, config: { ...model.config, positions: 'rotary' as const } };

    await expect(save(rotary, FOLDER)).rejects.toThrow('GPT-2 has learned positions');
  });
});

describe('parseGpt2Config', () => {
  const published = gpt2Config(
    {
      vocabSize: 9,
      contextLength: 8,
      layers: 1,
      heads: 2,
      width: 4,
      positions: 'learned',
      activation: 'gelu-tanh',
      bias: true,
      tieWeights: true,
    },
    8,
  );

  test.each([
    ['another kind of model', { model_type: 'llama' }, 'model_type'],
    ['a formula we do not have', { activation_function: 'relu' }, 'activation_function'],
    ['a hidden layer of another width', { n_inner: 5 }, 'n_inner is 5'],
    ['another epsilon', { layer_norm_epsilon: 1e-6 }, 'layer_norm_epsilon'],
  ])('refuses %s', (_, change, reason) => {
    expect(() => parseGpt2Config(JSON.stringify({ ...published, ...change }), 'config.json')).toThrow(reason);
  });
});
