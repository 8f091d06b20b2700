import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { encodePng } from '@aigc/media/image';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runAigc } from './run-aigc.js';

// Hides the package that opens GPUs from every process of a command, as on a machine where it could not be installed.
const HIDE = `export async function resolve(name, context, next) {
  if (name !== 'webgpu') return next(name, context);
  throw Object.assign(new Error("Cannot find package 'webgpu'"), { code: 'ERR_MODULE_NOT_FOUND' });
}`;
const HOOK = `import { register } from 'node:module'; register('./hide.mjs', import.meta.url);`;

describe('cg video without a GPU', () => {
  let root = '';
  const at = (name: string) => join(root, name);
  const film = (name: string, env: { [name: string]: string }, ...flags: string[]) =>
    runAigc(['cg', 'video', at('plane.glb'), '--out', at(name), ...flags, '--json'], {
      env: { NODE_OPTIONS: `--import=${pathToFileURL(at('hook.mjs'))}`, ...env },
    });
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'aigc-'));
    await writeFile(at('hide.mjs'), HIDE);
    await writeFile(at('hook.mjs'), HOOK);
    const data = Uint8Array.from({ length: 16 * 16 * 3 }, (_, index) => (index * 37) % 256);
    await writeFile(at('picture.png'), await encodePng({ width: 16, height: 16, channels: 3, data }));
    await runAigc(['cg', 'material', at('picture.png'), '--out', at('material')]);
    await runAigc(['cg', 'mesh', at('material'), '--shape', 'plane', '--out', at('plane.glb')]);
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  test('ends with 31 and a remedy when the GPU is asked for, and writes nothing', async () => {
    const { exitCode, stdout } = await film('asked.mp4', { AIGC_RENDERER: 'webgpu' }, '--size', '32', '--frames', '3');

    const hint = expect.stringContaining('npm install three');
    expect(exitCode).toBe(31);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'error', error: { code: 'E-DEVICE-130', exit: 31, hint } });
    expect(await readdir(root)).not.toContain('asked.mp4');
  });

  // 4 frames of 1024 x 1024 are more than the CPU draws without looking for a GPU.
  test('draws on the CPU without a word, and says so in its result', async () => {
    const { exitCode, stdout } = await film('found.mp4', {}, '--size', '1024', '--frames', '4');

    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ result: { renderer: expect.stringMatching(/^CPU, /) }, warnings: [] });
  });
});
