import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Finished, runAigc } from './run-aigc.js';

const TINY = ['--image-size', '16', '--width', '8', '--batch-size', '4'];

/** One clear message on stderr: the code, what failed and what to do, and no stack. */
function expectMessage({ stdout, stderr }: Finished, ...parts: (string | RegExp)[]): void {
  expect(stdout).toBe('');
  expect(stderr.match(/^error\[/gm)).toHaveLength(1);
  expect(stderr).toMatch(/^help: /m);
  expect(stderr).not.toMatch(/^\s+at .*\.js/m);
  for (const part of parts) expect(stderr).toMatch(part);
}

describe('bad input ends with one message and the right status', () => {
  let root = '';
  const at = (...parts: string[]) => join(root, ...parts);
  const train = (data: string, run: string, ...more: string[]) =>
    runAigc(['train', 'gan', '--data', data, '--out', run, '--steps', '2', ...TINY, ...more]);
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'aigc-'));
    await writeTinyImages(at('images'), 12, { size: 16 });
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  test('a folder that is not there', async () => {
    const finished = await train(at('nowhere'), at('run-nowhere'));

    expect(finished.exitCode).toBe(10);
    expectMessage(finished, 'E-DATA-', at('nowhere'));
    expect(await readdir(root)).not.toContain('run-nowhere');
  });

  test('an empty folder', async () => {
    await mkdir(at('empty'));

    const finished = await train(at('empty'), at('run-empty'));

    expect(finished.exitCode).toBe(10);
    expectMessage(finished, 'E-DATA-', /is empty/);
  });

  test('one broken picture among a dozen is named; a hint says how to go on without it', async () => {
    await writeTinyImages(at('mixed'), 12, { size: 16 });
    await writeFile(at('mixed', 'broken.png'), 'not a picture');

    const refused = await train(at('mixed'), at('run-mixed'));
    const skipped = await train(at('mixed'), at('run-mixed'), '--max-bad', '0.1');

    expect(refused.exitCode).toBe(10);
    expectMessage(refused, 'broken.png', '--max-bad');
    expect(skipped.exitCode).toBe(0);
    expect(skipped.stderr).toContain('broken.png');
  });

  test('a corrupt checkpoint', async () => {
    await train(at('images'), at('run'));
    const model = await open(at('run', 'checkpoints', 'step-000002', 'model.safetensors'), 'r+');
    await model.write(Uint8Array.of(1, 2, 3, 4), 0, 4, 2000);
    await model.close();

    const finished = await runAigc(['generate', at('run'), '--seeds', '0', '--out', at('none')]);

    expect(finished.exitCode).toBe(11);
    expectMessage(finished, 'E-CKPT-', 'step-000002');
    expect(await readdir(root)).not.toContain('none');
  });

  test('an unknown flag, family and command, each with the nearest name', async () => {
    const flag = await runAigc(['train', 'gan', '--data', at('images'), '--bugdet', '1s']);
    const family = await runAigc(['train', 'gna', '--data', at('images')]);
    const command = await runAigc(['genrate', at('run')]);

    expect([flag.exitCode, family.exitCode, command.exitCode]).toEqual([2, 127, 127]);
    expectMessage(flag, '--budget');
    expectMessage(family, 'train gan');
    expectMessage(command, 'generate');
  });

  test('a picture and a material that are not there', async () => {
    const material = await runAigc(['cg', 'material', at('nothing.png'), '--out', at('m')]);
    const mesh = await runAigc(['cg', 'mesh', at('images'), '--out', at('m.glb')]);
    const video = await runAigc(['cg', 'video', at('nothing.glb'), '--out', at('v.mp4')]);

    expect([material.exitCode, mesh.exitCode, video.exitCode]).toEqual([10, 10, 10]);
    expectMessage(material, 'nothing.png');
    expectMessage(mesh, 'material.json');
    expectMessage(video, 'nothing.glb');
  });
});

describe('a full disk', () => {
  // A file system of 256 KiB needs Linux and root; elsewhere the writer's own tests stand in for this one.
  const canMount = process.platform === 'linux' && process.getuid?.() === 0;
  const onTinyDisk = canMount ? test : test.skip;
  if (!canMount) console.log('skipped: a full disk (needs root on Linux to mount a small file system)');

  onTinyDisk('leaves nothing half written and says what to do', async () => {
    const root = await mkdtemp(join(tmpdir(), 'aigc-'));
    const disk = join(root, 'disk');
    await mkdir(disk);
    await writeTinyImages(join(root, 'images'), 12, { size: 16 });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
    try {
      const finished = await runAigc([
        'train',
        'gan',
        '--data',
        join(root, 'images'),
        '--out',
        join(disk, 'run'),
        '--steps',
        '2',
        ...TINY,
      ]);

      expect(finished.exitCode).toBe(20);
      expectMessage(finished, 'E-IO-002', /no space/);
      expect(await readdir(join(disk, 'run', 'checkpoints')).catch(() => [])).toEqual([]);
    } finally {
      execFileSync('umount', [disk]);
      await rm(root, { recursive: true, force: true });
    }
  });
});
