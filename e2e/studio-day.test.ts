import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runAigc } from './run-aigc.js';

const EXAMPLE = join(import.meta.dirname, '..', 'examples', 'studio-day');

let day = '';
beforeAll(async () => {
  day = await mkdtemp(join(tmpdir(), 'aigc-'));
  await cp(EXAMPLE, day, { recursive: true });
  const { drawBricks } = await import(join(EXAMPLE, 'bricks.mjs'));
  await drawBricks(day, 160, 160);
  await writeTinyImages(join(day, 'icons'), 24, { size: 16 });
});
afterAll(() => rm(day, { recursive: true, force: true }));

describe("a studio's day, small", () => {
  test('makes a photograph a tiling material on a turning sphere, and nothing again the second time', async () => {
    const small = ['--set', 'steps=2', '--set', 'crop=64', '--set', 'size=64', '--set', 'frames=2'];
    const first = await runAigc(['run', join(day, 'texture.yaml'), ...small]);
    const second = await runAigc(['run', join(day, 'texture.yaml'), ...small, '--json']);

    expect({ exitCode: first.exitCode, stderr: first.stderr.match(/error.*/g) }).toEqual({ exitCode: 0, stderr: null });
    expect((await readdir(join(day, 'made'))).sort()).toEqual(['material', 'sphere.glb', 'turntable.mp4']);
    expect((await stat(join(day, 'made', 'turntable.mp4'))).size).toBeGreaterThan(1000);
    const { result } = JSON.parse(second.stdout) as { result: { jobs: { job: string; state: string }[] } };
    expect(result.jobs.map(({ state }) => state)).toEqual(new Array(5).fill('cached'));
  }, 180_000);

  test('runs again what a variable or a file sets otherwise', async () => {
    const plan = async (env = {}): Promise<string> =>
      (await runAigc(['run', join(day, 'texture.yaml'), '--dry-run'], { env })).stdout;

    expect(await plan({ AIGC_THREADS: '1' })).toBe(await plan());
    expect(await plan()).not.toContain('--width=16');
    const small = ['--set', 'steps=2', '--set', 'crop=64', '--set', 'size=64', '--set', 'frames=2', '--dry-run'];
    const { stdout } = await runAigc(['run', join(day, 'texture.yaml'), ...small], { env: { AIGC_WIDTH: '16' } });
    expect(stdout).toMatch(/^run {3}texture {2}\(code: .* -> .*train gan --width=16\)$/m);
  });

  test('makes icons new medallions, and as many names', async () => {
    const small = ['--set', 'steps=2', '--set', 'image-size=16', '--set', 'seeds=0000-0001', '--set', 'text-steps=2'];
    const { exitCode } = await runAigc(['run', join(day, 'medallions.yaml'), ...small]);

    expect(exitCode).toBe(0);
    const made = await readdir(join(day, 'made'));
    expect(made).toEqual(expect.arrayContaining(['icons', 'medallion-0000.glb', 'medallion-0001.glb', 'names.jsonl']));
    expect((await readFile(join(day, 'made', 'names.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(10);
  }, 180_000);
});
