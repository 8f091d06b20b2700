import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunLockedError } from '@aigc/plugin-api';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isProcessAlive, processStart } from './process-liveness.js';
import { lockRun } from './run-lock.js';

const CORE = new URL('../../dist/index.js', import.meta.url).href;
// Prints `held` or the error's code, and holds what it has until its stdin ends.
const LOCKER = `
  import { lockRun } from '${CORE}';
  try {
    await lockRun(process.argv[1]);
    console.log('held');
    process.stdin.resume();
  } catch (error) {
    console.log(error.code);
  }
`;

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const locker = () => spawn(process.execPath, ['--input-type=module', '-e', LOCKER, dir], { stdio: ['pipe', 'pipe', 'inherit'] });
const answer = async (child: ReturnType<typeof locker>) => String((await once(child.stdout, 'data'))[0]).trim();

describe('lockRun', () => {
  test('gives the run to one at a time, and names who has it', async () => {
    const lock = await lockRun(dir);

    const second = lockRun(dir);

    await expect(second).rejects.toThrow(RunLockedError);
    await expect(second).rejects.toMatchObject({
      code: 'E-LOCK-001',
      exitCode: 21,
      path: dir,
      retryable: true,
      message: expect.stringMatching(new RegExp(`^process ${process.pid} is writing to the run since 20\\d\\d-.*Z$`)),
    });
    await lock.release();
    await (await lockRun(dir)).release();
    expect(await readdir(dir)).toEqual([]);
  });

  test('is free as soon as its holder was killed', async () => {
    const child = locker();
    expect(await answer(child)).toBe('held');
    await expect(lockRun(dir)).rejects.toThrow(`process ${child.pid} is writing`);

    child.kill('SIGKILL');
    await once(child, 'close');

    await (await lockRun(dir)).release();
    expect(await readdir(dir)).toEqual([]);
  });

  test('has one winner among starters at the same time, and a stale lock in their way', async () => {
    await writeFile(
      join(dir, '.lock-00.json'),
      JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), since: '2026-01-01T00:00:00Z' }),
    );
    const children = Array.from({ length: 5 }, locker);

    const answers = await Promise.all(children.map(answer));

    expect(answers.sort()).toEqual(['E-LOCK-001', 'E-LOCK-001', 'E-LOCK-001', 'E-LOCK-001', 'held']);
    for (const child of children) child.stdin.end();
    await Promise.all(children.map((child) => child.exitCode ?? once(child, 'close')));
  });

  test('believes the lock of another machine', async () => {
    await writeFile(join(dir, '.lock-00.json'), JSON.stringify({ pid: 1, host: 'elsewhere', since: '2026-01-01T00:00:00Z' }));

    await expect(lockRun(dir)).rejects.toMatchObject({
      message: 'process 1 on elsewhere is writing to the run since 2026-01-01T00:00:00Z',
      hints: [`if it is gone, remove ${join(dir, '.lock-*.json')}`, 'or train another run with --out'],
    });
  });

  test('says which lock file it cannot read', async () => {
    await writeFile(join(dir, '.lock-00.json'), '{');

    await expect(lockRun(dir)).rejects.toMatchObject({ code: 'E-LOCK-002', exitCode: 21, path: join(dir, '.lock-00.json') });
  });
});

describe('isProcessAlive', () => {
  test('tells a live process from a dead one and from another with its pid', async () => {
    const child = locker();
    const pid = child.pid as number;
    const start = await processStart(pid);

    expect(await isProcessAlive(pid, start)).toBe(true);
    if (process.platform === 'linux') expect(await isProcessAlive(pid, '1')).toBe(false);

    child.kill('SIGKILL');
    await once(child, 'close');
    expect(await isProcessAlive(pid, start)).toBe(false);
  });
});
