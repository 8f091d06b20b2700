import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeImage, encodePng } from '@aigc/media/image';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runAigc } from './run-aigc.js';

let root = '';
let run = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  run = join(root, 'run');
  const data = join(root, 'data');
  await mkdir(data);
  for (let i = 0; i < 8; i++) {
    const pixels = Uint8Array.from({ length: 16 * 16 }, (_, at) => (at * (i + 3)) % 256);
    await writeFile(join(data, `${i}.png`), await encodePng({ width: 16, height: 16, channels: 1, data: pixels }));
  }
  const size = ['--image-size', '16', '--width', '8', '--latent-size', '8', '--batch-size', '4'];
  const trained = await runAigc(['train', 'gan', '--data', data, '--out', run, '--steps', '2', '--device', 'cpu', ...size]);
  expect(trained).toMatchObject({ exitCode: 0 });
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** The header of a safetensors file: its length as 8 bytes, then JSON. */
function header(file: Buffer): { readonly [name: string]: { readonly shape?: number[]; readonly [key: string]: unknown } } {
  return JSON.parse(file.subarray(8, 8 + Number(file.readBigUInt64LE(0))).toString('utf8'));
}

describe('aigc export', () => {
  test('writes an ONNX file that ONNX Runtime loads and that says what it takes and gives', async () => {
    const { exitCode, stdout } = await runAigc(['export', run, '--format', 'onnx', '--batch', '2', '--json']);
    const { status, result, warnings } = JSON.parse(stdout);

    expect([exitCode, status, warnings]).toEqual([0, 'ok', []]);
    expect(result).toMatchObject({
      path: join(run, 'exported', 'dcgan-step-000002-batch2.onnx'),
      step: 2,
      inputs: [{ name: 'z', shape: [2, 8], dtype: 'float32' }],
      outputs: [{ name: 'images', shape: [2, 16, 16, 1], dtype: 'float32' }],
    });
    const ort = createRequire(import.meta.resolve('@aigc/engine'))('onnxruntime-node');
    const session = await ort.InferenceSession.create(result.path);
    const { images } = await session.run({ z: new ort.Tensor('float32', new Float32Array(16), [2, 8]) });
    expect(images.dims).toEqual([2, 16, 16, 1]);
  });

  test('writes weights as safetensors, and its path on stdout', async () => {
    const out = join(root, 'weights.safetensors');
    const { exitCode, stdout } = await runAigc(['export', run, '--format', 'safetensors', '--out', out], { cwd: root });

    expect([exitCode, stdout]).toEqual([0, 'weights.safetensors\n']);
    const { __metadata__: metadata, ...tensors } = header(await readFile(out));
    expect(metadata).toMatchObject({ family: 'gan', model: 'dcgan', step: '2', licence: expect.stringContaining('no licence') });
    expect(tensors['generator.average/dense.kernel']?.shape).toEqual([8, 256]);
    expect(Object.keys(tensors).every((name) => /^generator\.(average|statistics)\//.test(name))).toBe(true);
  });

  test.each([
    [['--format', 'pickle'], 2, 'expected --format=pickle to be one of: onnx, safetensors'],
    [['--batch', '0'], 2, 'error[E-CLI-004]: --batch'],
  ])('refuses %j', async (flags, exit, message) => {
    const { exitCode, stdout, stderr } = await runAigc(['export', run, ...flags]);

    expect(stderr).toContain(message);
    expect([exitCode, stdout]).toEqual([exit, '']);
  });

  test('a run without a usable checkpoint exits 11', async () => {
    const broken = join(root, 'broken');
    await mkdir(join(broken, 'checkpoints'), { recursive: true });
    for (const name of ['run.json', 'config.json', 'data.json']) {
      await writeFile(join(broken, name), await readFile(join(run, name)));
    }
    const none = await runAigc(['export', broken]);
    await mkdir(join(broken, 'checkpoints', 'step-000002'));
    const damaged = await runAigc(['export', broken]);

    expect([none.exitCode, damaged.exitCode]).toEqual([11, 11]);
    expect(none.stderr).toContain('error[E-CKPT-001]: the run has no checkpoint');
    expect(damaged.stderr).toContain('error[E-CKPT-002]: none of the 1 checkpoints is usable');
  });

  test('the file draws what generate draws', async () => {
    const { stdout } = await runAigc(['generate', run, '--seeds', '5', '--json']);
    const exported = await runAigc(['export', run, '--json']);
    const [image] = JSON.parse(stdout).result.files;

    const { sampleLatents } = await import('@aigc/core');
    const { z } = sampleLatents({ z: { shape: [8], dtype: 'float32', source: 'normal' } }, [5]);
    const ort = createRequire(import.meta.resolve('@aigc/engine'))('onnxruntime-node');
    const session = await ort.InferenceSession.create(JSON.parse(exported.stdout).result.path);
    const { images } = await session.run({ z: new ort.Tensor('float32', z?.data as Float32Array, [1, 8]) });

    const pixels = Uint8Array.from(images.data as Float32Array, (value) => Math.round((value + 1) * 127.5));
    expect(new Uint8Array((await decodeImage(image)).data)).toEqual(pixels);
  });
});
