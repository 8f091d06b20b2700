import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { knownWorks, noteWork } from '../pipeline/known-works.js';
import { pipelineSource } from './pipeline-source.js';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A work folder with one pipeline that was begun by a process that is gone. */
async function workOf(name: string): Promise<string> {
  const work = join(root, name, '.aigc');
  const plan = { plan: 1, file: join(root, `${name}.yaml`), vars: {}, argv: [], startedAt: '2026-11-23T14:15:00Z', jobs: [] };
  await mkdir(join(work, 'pipelines', 'plan'), { recursive: true });
  await writeFile(join(work, 'pipelines', 'plan', 'plan.json'), JSON.stringify(plan));
  return work;
}

describe('pipelineSource', () => {
  test('finds pipelines of the folder and of work folders below it that were used on this machine, and no others', async () => {
    const cache = join(root, 'cache');
    await workOf('here');
    await noteWork(cache, await workOf('here/deep/below'));
    await noteWork(cache, await workOf('elsewhere'));
    await workOf('here/unknown');

    const source = pipelineSource(join(root, 'here'), cache);
    expect((await source.poll(0)).map(({ name }) => name).sort()).toEqual(['below', 'here']);
    // one that begins later is found with the next look at the list
    await noteWork(cache, join(root, 'here', 'unknown', '.aigc'));
    expect(await source.poll(1000)).toHaveLength(2);
    expect(await source.poll(6000)).toHaveLength(3);
  });
});

describe('noteWork', () => {
  test('forgets work folders that have gone', async () => {
    const cache = join(root, 'cache');
    const gone = await workOf('gone');
    await noteWork(cache, gone);
    await rm(gone, { recursive: true });
    const kept = await workOf('kept');
    await noteWork(cache, kept);

    expect(await knownWorks(cache)).toEqual([kept]);
  });

  test('does without a place to remember', async () => {
    await writeFile(join(root, 'file'), '');
    await noteWork(join(root, 'file', 'cache'), root);

    expect(await knownWorks(join(root, 'file', 'cache'))).toEqual([]);
  });
});
