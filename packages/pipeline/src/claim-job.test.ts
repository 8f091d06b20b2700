import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { claimJob, sweepClaims } from './claim-job.js';

let root = '';
let claims = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  claims = join(root, 'claims');
  await mkdir(claims);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const deadPid = (): number => spawnSync(process.execPath, ['--version']).pid;

/** Leaves a claim behind, last touched so many seconds ago. */
async function leave(name: string, text: string, age = 0): Promise<void> {
  await writeFile(join(claims, name), text);
  await utimes(join(claims, name), Date.now() / 1000 - age, Date.now() / 1000 - age);
}

test('gives a job to one at a time', async () => {
  const first = await claimJob(root, 'a');
  expect(first).toBeDefined();
  expect(await claimJob(root, 'a')).toBeUndefined();
  const other = await claimJob(root, 'b');
  expect(other).toBeDefined();
  await first?.release();
  const second = await claimJob(root, 'a');
  expect(second).toBeDefined();
  await Promise.all([second?.release(), other?.release()]);
  expect(await readdir(claims)).toEqual([]);
});

test('gives a job to one at most of many that claim it in the same moment', async () => {
  for (let round = 0; round < 20; round++) {
    const all = await Promise.all(Array.from({ length: 8 }, () => claimJob(root, 'a')));
    const held = all.filter((claim) => claim !== undefined);
    expect(held.length).toBeLessThanOrEqual(1);
    await held[0]?.release();
    expect(await readdir(claims)).toEqual([]);
  }
});

test('takes over from a dead process at once, from another machine after a minute of silence', async () => {
  await leave('a.1.json', JSON.stringify({ pid: deadPid(), host: hostname() }));
  await leave('b.1.json', JSON.stringify({ pid: 1, host: `not-${hostname()}` }), 50);
  await leave('c.1.json', JSON.stringify({ pid: 1, host: `not-${hostname()}` }), 70);
  expect(await claimJob(root, 'a')).toBeDefined();
  expect(await claimJob(root, 'b')).toBeUndefined();
  expect(await claimJob(root, 'c')).toBeDefined();
});

test('takes over a claim that a power loss left unreadable, once nobody can be writing it', async () => {
  await leave('a.1.json', '', 50);
  await leave('b.1.json', '', 70);
  expect(await claimJob(root, 'a')).toBeUndefined();
  expect(await claimJob(root, 'b')).toBeDefined();
});

test('sweeps what the dead left, and nothing of the living', async () => {
  const held = await claimJob(root, 'held');
  const [own] = await readdir(claims);
  await leave('a.1.json', JSON.stringify({ pid: deadPid(), host: hostname() }));
  await leave('.tmp-a.2.json', JSON.stringify({ pid: deadPid(), host: hostname() }));
  await leave('.tmp-b.1.json', '', 70);
  await leave('.tmp-c.1.json', '');
  await sweepClaims(root);
  expect((await readdir(claims)).sort()).toEqual(['.tmp-c.1.json', own]);
  await held?.release();
  expect(await sweepClaims(join(root, 'never-made'))).toBeUndefined();
});
