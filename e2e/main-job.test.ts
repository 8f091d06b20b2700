import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeImage, decodeImage16, readPngText } from '@aigc/media/image';
import { countFrames } from '@aigc/media/video';
import { writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runAigc } from './run-aigc.js';

const STEPS = 3;
const TINY = ['--image-size', '16', '--width', '8', '--batch-size', '4', '--steps', String(STEPS)];

/** Runs a command that must succeed and returns its one JSON document. */
async function succeed(...args: string[]): Promise<{ result: { [name: string]: never } }> {
  const { exitCode, stdout, stderr } = await runAigc([...args, '--json']);
  if (exitCode !== 0) throw new Error(`aigc ${args.join(' ')} ended with ${exitCode}: ${stderr}${stdout}`);
  return JSON.parse(stdout);
}

describe('from a folder of images to a mesh and a video', () => {
  let root = '';
  const at = (...parts: string[]) => join(root, ...parts);
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'aigc-'));
    await writeTinyImages(at('images'), 12, { size: 20 });
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  test('trains, one event a line', async () => {
    const { exitCode, stdout } = await runAigc(['train', 'gan', '--data', at('images'), '--out', at('run'), ...TINY, '--json']);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

    expect(exitCode).toBe(0);
    expect(events.filter(({ type }) => type === 'step-end').map(({ step }) => step)).toEqual([1, 2, 3]);
    expect(events.at(-1)).toMatchObject({ type: 'run-end', step: STEPS, reason: 'steps' });
    expect(await readdir(at('run'))).toEqual(expect.arrayContaining(['config.json', 'data.json', 'metrics.jsonl', 'run.json']));
  });

  test('the same seed gives the same checkpoint bytes', async () => {
    await runAigc(['train', 'gan', '--data', at('images'), '--out', at('again'), ...TINY]);
    const model = (run: string) => readFile(at(run, 'checkpoints', 'step-000003', 'model.safetensors'));

    expect((await model('again')).equals(await model('run'))).toBe(true);
  });

  test('draws one picture a seed, with its recipe', async () => {
    await succeed('generate', at('run'), '--seeds', '0-2', '--out', at('samples'), '--grid');

    expect((await readdir(at('samples'))).sort()).toEqual(['grid.png', 'seed-0000.png', 'seed-0001.png', 'seed-0002.png']);
    const picture = await readFile(at('samples', 'seed-0002.png'));
    expect(await decodeImage(picture)).toMatchObject({ width: 16, height: 16 });
    expect(JSON.parse(readPngText(picture).aigc as string)).toMatchObject({ command: 'generate', settings: { seed: 2 } });
  });

  test('makes a material whose lineage goes back to the training data', async () => {
    await succeed('cg', 'material', at('samples', 'seed-0001.png'), '--out', at('material'), '--size', '64');
    const manifest = JSON.parse(await readFile(at('material', 'material.json'), 'utf8'));

    expect(Object.keys(manifest.maps).sort()).toEqual(
      ['baseColor', 'height', 'metallicRoughness', 'normal', 'occlusion', 'roughness'].sort(),
    );
    expect((await decodeImage16(at('material', 'height.png'))).data).toHaveLength(64 * 64);
    const generated = manifest.recipe.inputs[0].recipe;
    expect(generated.command).toBe('generate');
    expect(JSON.stringify(generated)).toMatch(/[0-9a-f]{64}/);
  });

  test.each(['plane', 'sphere', 'relief'])('makes a %s that validates', async (shape) => {
    const { result } = await succeed(
      'cg',
      'mesh',
      at('material'),
      '--shape',
      shape,
      '--out',
      at(`${shape}.glb`),
      '--resolution',
      '16',
    );

    expect(result).toMatchObject({ validation: { errors: 0, warnings: 0 } });
  });

  test('renders a turntable of exactly the frames asked for', async () => {
    await succeed('cg', 'video', at('relief.glb'), '--out', at('turn.mp4'), '--frames', '6', '--size', '64');

    expect(await countFrames(at('turn.mp4'))).toMatchObject({ frames: 6, width: 64, codec: 'h264', pixelFormat: 'yuv420p' });
  });

  test('joins frames', async () => {
    await succeed('generate', at('run'), '--seeds', '0-3', '--out', at('frames'));
    await succeed('cg', 'video', at('frames'), '--out', at('clip.mp4'), '--frame-rate', '10');

    expect(await countFrames(at('clip.mp4'))).toMatchObject({ frames: 4 });
  });
});
