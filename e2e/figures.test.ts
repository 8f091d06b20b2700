import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runAigc } from './run-aigc.js';

const EXAMPLE = join(import.meta.dirname, '..', 'examples', 'figures');
// more than the evaluation's shortest text, and as many different words as a copy needs to be noticed
const VERSES = Array.from({ length: 400 }, (_, i) => `line ${i} of ${(i * 7919) % 1000} verses\n`).join('');

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'aigc-'));
  await cp(EXAMPLE, dir, { recursive: true });
  await mkdir(join(dir, 'folder'));
  await writeFile(join(dir, 'folder', 'file.txt'), VERSES);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('the pipelines behind the published figures', () => {
  test.each([
    ['digits.yaml', ['digits'], ['gan', 'diffusion', 'gan-figures', 'diffusion-figures']],
    ['vae.yaml', ['digits'], ['binary', 'vae', 'likelihood']],
    ['vae-60000.yaml', ['train', 'test'], ['binary', 'binary-test', 'vae', 'likelihood']],
    ['augmentation.yaml', ['pictures'], ['gan', 'gan', 'figures', 'figures']],
    ['textures.yaml', ['photos'], [...Array(4).fill('texture'), ...Array(4).fill('sample')]],
    ['text.yaml', ['text'], ['gpt', 'figures']],
  ])('%s plans what it says', async (file, inputs, steps) => {
    const given = inputs.flatMap((input) => ['--set', `${input}=folder`]);
    const { exitCode, stdout } = await runAigc(['run', join(dir, file), ...given, '--dry-run']);

    expect(exitCode).toBe(0);
    expect(stdout.match(/(?<=^run\s+)[a-z-]+/gm)).toEqual(steps);
  });

  test('text.yaml trains and judges, at a small size', async () => {
    const small = ['--set', 'text=folder/file.txt', '--set', 'steps=2'];
    const { exitCode, stderr } = await runAigc(['run', join(dir, 'text.yaml'), ...small]);

    expect({ exitCode, errors: stderr.match(/error.*/g) }).toEqual({ exitCode: 0, errors: null });
    expect(await readdir(join(dir, 'made', 'text'))).toEqual(expect.arrayContaining([expect.stringContaining('.json')]));
  }, 120_000);
});
