import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeImage, encodePng } from '@aigc/media/image';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runAigc } from './run-aigc.js';

let root = '';
let runs = '';
let data = '';

async function train(name: string, ...flags: string[]): Promise<void> {
  const size = ['--image-size', '8', '--hidden-size', '16', '--latent-size', '2', '--batch-size', '4', '--device', 'cpu'];
  const place = flags.includes('--resume') ? [] : ['--data', data, '--out', join(runs, name), ...size];
  const { exitCode, stderr } = await runAigc(['train', 'vae', ...place, ...flags]);
  if (exitCode !== 0) throw new Error(stderr);
}

async function json(...args: string[]) {
  const { exitCode, stdout } = await runAigc([...args, '--json']);
  return { exitCode, ...JSON.parse(stdout) };
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  [runs, data] = [join(root, 'runs'), join(root, 'data')];
  await mkdir(data);
  for (let i = 0; i < 20; i++) {
    const pixels = Uint8Array.from({ length: 64 }, (_, at) => (at * (i + 3) * 7) % 256);
    await writeFile(join(data, `${i}.png`), await encodePng({ width: 8, height: 8, channels: 1, data: pixels }));
  }
  await train('whole', '--steps', '6', '--seed', '1');
  await train('other', '--steps', '6', '--seed', '2');
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('aigc runs', () => {
  test('show: how long a run was to train', async () => {
    const { result } = await json('runs', 'show', join(runs, 'whole'));
    const { stdout } = await runAigc(['runs', 'show', join(runs, 'whole')]);

    expect(result.asked).toEqual({ steps: 6, budgetS: null });
    expect(stdout).toMatch(/^asked for {4}6 steps$/m);
  });

  test('show: a run that was stopped and resumed has the hash of one that was not', async () => {
    await train('parts', '--steps', '3', '--seed', '1');
    const half = await json('runs', 'show', join(runs, 'parts'));
    await train('parts', '--resume', join(runs, 'parts'), '--steps', '6');

    const whole = await json('runs', 'show', join(runs, 'whole'));
    const parts = await json('runs', 'show', join(runs, 'parts'));
    const other = await json('runs', 'show', join(runs, 'other'));

    expect(whole).toMatchObject({ exitCode: 0, status: 'ok', result: { step: 6, family: 'vae', verdict: { level: 'unclear' } } });
    expect(whole.result.stateHash).toMatch(/^[0-9a-f]{64}$/);
    expect(parts.result.stateHash).toBe(whole.result.stateHash);
    expect(new Set([whole, half, other].map(({ result }) => result.stateHash)).size).toBe(3);
    const { last, best } = whole.result.metrics.loss;
    expect(last).toMatchObject({ step: 6 });
    expect(best.value).toBeLessThanOrEqual(last.value);
  });

  test('list: as a table of 40 columns, and as JSON', async () => {
    const { stdout, exitCode } = await runAigc(['runs', 'list', runs], { env: { COLUMNS: '40' } });
    const listed = await json('runs', 'list', runs);

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^RUN +STEP .*VERDICT\n/);
    expect(stdout).toMatch(/^whole +6 .*unclear$/m);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(listed.result.runs.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(['whole', 'other']));
  });

  test('compare: curves and what differs; a page and a picture', async () => {
    const pair = [join(runs, 'whole'), join(runs, 'other')];
    const { stdout } = await runAigc(['runs', 'compare', ...pair]);
    const page = await runAigc(['runs', 'compare', ...pair, '--out', 'compare.html'], { cwd: root });
    const picture = await runAigc(['runs', 'compare', ...pair, '--out', 'compare.png'], { cwd: root });
    const alone = await runAigc(['runs', 'compare', join(runs, 'whole')]);

    expect(stdout).toMatch(/^loss\n {2}whole +[▁-█ ]+ +\d/m);
    expect(stdout).toMatch(/^SETTING +whole +other\nseed +1 +2$/m);
    expect([page.exitCode, page.stdout]).toEqual([0, 'compare.html\n']);
    expect(await readFile(join(root, 'compare.html'), 'utf8')).toContain('<title>whole and other');
    expect([picture.exitCode, picture.stdout]).toEqual([0, 'compare.png\n']);
    // two sheets and three gaps of 16
    const { width, height } = await decodeImage(join(root, 'compare.png'));
    expect(width).toBe(2 * (height - 32) + 48);
    expect(alone).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('error[E-CLI-020]') });
  });

  test('rm: needs a yes, refuses what is no run, keeps what is not its own', async () => {
    const doomed = join(runs, 'doomed');
    await train('doomed', '--steps', '1');
    await writeFile(join(doomed, 'notes.txt'), 'mine');

    const unsure = await runAigc(['runs', 'rm', doomed]);
    const noRun = await runAigc(['runs', 'rm', data, '--yes']);
    const removed = await json('runs', 'rm', doomed, '--yes');

    expect(unsure).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('error[E-CLI-021]') });
    expect(noRun).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('is not a run') });
    expect((await readdir(data)).length).toBe(20);
    expect(removed).toMatchObject({ exitCode: 0, result: { isRemoved: true, kept: ['notes.txt'] } });
    expect(await readdir(doomed)).toEqual(['notes.txt']);
  });
});
