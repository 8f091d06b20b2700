import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decodeImage } from '@aigc/media/image';
import type { ArtifactEvent, ModelDefinition, Sampler } from '@aigc/plugin-api';
import { tinyGan, writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { latestCheckpoint } from '../checkpoint/read-checkpoint.js';
import { decodeSafetensors } from '../checkpoint/safetensors.js';
import { generateImages } from '../sampling/generate-images.js';
import { requireSampler } from '../sampling/require-sampler.js';
import { sampleLatents } from '../sampling/sample-latents.js';
import { trainModel } from '../training/train-model.js';
import { type ExportedFile, type ExportRunOptions, exportRun } from './export-run.js';

let root = '';
let run = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  run = join(root, 'run');
  await writeTinyImages(join(root, 'data'), 10);
  const options = { family: 'test', model: tinyGan, settings: {}, dataPath: join(root, 'data'), runFolder: run, steps: 20 };
  for await (const _ of trainModel({ ...options, checkpointEvery: 10 }));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function follow<R>(events: AsyncGenerator<ArtifactEvent, R>): Promise<{ events: ArtifactEvent[]; result: R }> {
  const seen: ArtifactEvent[] = [];
  for (;;) {
    const next = await events.next();
    if (next.done === true) return { events: seen, result: next.value };
    seen.push(next.value);
  }
}

const exported = (options: Partial<ExportRunOptions> = {}): Promise<{ events: ArtifactEvent[]; result: ExportedFile }> =>
  follow(exportRun({ runDir: run, model: tinyGan, format: 'onnx', ...options }));

interface Runtime {
  readonly InferenceSession: { create(path: string): Promise<Session> };
  readonly Tensor: new (dtype: 'float32', data: Float32Array, shape: readonly number[]) => { readonly data: Float32Array };
}
interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: object): Promise<{ readonly [name: string]: { readonly data: Float32Array; readonly dims: readonly number[] } }>;
}

/** ONNX Runtime by itself, as another program would use it: found where the engine has it, not imported. */
async function loadFile(path: string): Promise<{ session: Session; runtime: Runtime }> {
  const runtime = createRequire(fileURLToPath(import.meta.resolve('@aigc/engine')))('onnxruntime-node') as Runtime;
  return { session: await runtime.InferenceSession.create(path), runtime };
}

describe('exportRun to ONNX', () => {
  test('writes a file that draws the very pixels that generate draws', async () => {
    const { events, result } = await exported();
    const { session, runtime } = await loadFile(result.path);
    const seeds = [0, 7, 4294967295];
    const drawn = await follow(generateImages({ runDir: run, model: tinyGan, seeds, outDir: join(root, 'drawn') }));

    for (const [i, seed] of seeds.entries()) {
      const { z } = sampleLatents(requireSampler(tinyGan as ModelDefinition, tinyGan.configSchema.parse({})).inputs, [seed]);
      const feed = new runtime.Tensor('float32', z?.data as Float32Array, [1, 4]);
      const { images } = await session.run({ z: feed });
      expect(images?.dims).toEqual([1, 8, 8, 3]);
      const pixels = Uint8Array.from(images?.data as Float32Array, (value) => Math.round((value + 1) * 127.5));
      expect(pixels).toEqual(new Uint8Array((await decodeImage(drawn.result.files[i] as string)).data));
    }
    expect(session.inputNames).toEqual(['z']);
    expect(session.outputNames).toEqual(['images']);
    expect(events.at(-1)).toEqual({
      type: 'artifact-written',
      path: join(run, 'exported', 'tiny-gan-step-000020.onnx'),
      kind: 'model',
    });
  });

  test('tells what it wrote, and writes the same bytes again', async () => {
    const first = (await exported({ batchSize: 3, out: join(root, 'three.onnx') })).result;
    const before = await stat(first.path);
    const second = (await exported({ batchSize: 3, out: first.path })).result;

    expect(second).toEqual(first);
    expect((await stat(first.path)).mtimeMs).toBe(before.mtimeMs);
    expect(first).toEqual({
      path: join(root, 'three.onnx'),
      format: 'onnx',
      part: 'sampler',
      step: 20,
      bytes: before.size,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      inputs: [{ name: 'z', shape: [3, 4], dtype: 'float32' }],
      outputs: [{ name: 'images', shape: [3, 8, 8, 3], dtype: 'float32' }],
      weights: [
        { name: 'generator.weights/dense.kernel', shape: [4, 192], dtype: 'float32' },
        { name: 'generator.weights/dense.bias', shape: [192], dtype: 'float32' },
      ],
    });
  });

  test('carries its origin, its layout and a licence note', async () => {
    const { result } = await exported();
    const { checkpoint } = await latestCheckpoint(run);
    const text = (await readFile(result.path)).toString('latin1');

    for (const part of [
      checkpoint.stateHash,
      'dataHash',
      'grants no licence',
      'layout NHWC',
      'standard normal',
      '"learningRate":0.02',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain(root);
  });

  test('gives a network of a model by its name', async () => {
    const samplerOf = (config: never) => requireSampler(tinyGan as ModelDefinition, config) as Sampler;
    const networks = (config: never) => ({
      decoder: {
        parameters: (state: never) => samplerOf(config).parameters(state),
        inputs: { code: { shape: [1, 4], dtype: 'float32' as const } },
        apply: (p: never, { code }: { code: never }) => ({
          picture: samplerOf(config).sample(p, { z: code }),
        }),
      },
    });
    const model = { ...tinyGan, networks } as unknown as ModelDefinition;
    const { result } = await exported({ model, part: 'decoder', batchSize: 2 });

    expect(result.path).toBe(join(run, 'exported', 'tiny-gan-step-000020-decoder-batch2.onnx'));
    expect(result.inputs).toMatchObject([{ name: 'code', shape: [2, 4] }]);
    expect(result.outputs.map(({ name }) => name)).toEqual(['picture']);
  });

  test('names the parts there are when asked for another', async () => {
    await expect(exported({ part: 'network' })).rejects.toMatchObject({
      code: 'E-CONFIG-117',
      message: 'tiny-gan has no part called network',
      hints: ['it has sampler'],
    });
  });
});

describe('exportRun to safetensors', () => {
  test('holds the weights of the sampler, named as in the checkpoint', async () => {
    const { result } = await exported({ format: 'safetensors' });
    const { tensors, metadata } = decodeSafetensors(await readFile(result.path), result.path);
    const { checkpoint } = await latestCheckpoint(run);

    expect(result.path).toBe(join(run, 'exported', 'tiny-gan-step-000020.safetensors'));
    expect([...tensors.keys()].sort()).toEqual(['generator.weights/dense.bias', 'generator.weights/dense.kernel']);
    for (const [name, tensor] of tensors) expect(tensor).toEqual(checkpoint.tensors.get(name));
    expect(metadata).toMatchObject({
      family: 'test',
      model: 'tiny-gan',
      step: '20',
      stateHash: checkpoint.stateHash,
      part: 'sampler',
    });
    expect(JSON.parse(metadata.aigc as string)).toMatchObject({
      recipe: 1,
      command: 'export',
      settings: { step: 20, format: 'safetensors' },
    });
  });
});

describe('what stops an export', () => {
  test('a file with other content, until it is told to overwrite', async () => {
    const out = join(root, 'mine.onnx');
    await writeFile(out, 'mine');

    await expect(exported({ out })).rejects.toMatchObject({ code: 'E-CONFIG-112', exitCode: 2, path: out });
    expect(await readFile(out, 'utf8')).toBe('mine');
    expect((await exported({ out, overwrite: true })).result.bytes).toBeGreaterThan(1000);
  });

  test('a folder that is no run, and a run of another model', async () => {
    await expect(exported({ runDir: root })).rejects.toMatchObject({ code: 'E-CONFIG-103' });
    await expect(exported({ model: { ...tinyGan, name: 'other' } })).rejects.toMatchObject({ code: 'E-CONFIG-111' });
  });

  test('damaged checkpoints: the one before is taken with a warning, and none when all are', async () => {
    await writeFile(join(run, 'checkpoints', 'step-000020', 'manifest.json'), 'x');
    const { events, result } = await exported({ out: join(root, 'older.onnx') });
    expect(result.step).toBe(10);
    expect(events[0]).toMatchObject({ type: 'warning', message: expect.stringContaining('step-000020 is damaged') });

    await rm(join(run, 'checkpoints', 'step-000010', 'model.safetensors'));
    await expect(exported()).rejects.toMatchObject({ code: 'E-CKPT-002', exitCode: 11 });
  });
});
