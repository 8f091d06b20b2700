import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePng } from '@aigc/media/image';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type RunFiles, writeRunFiles } from '../run/run-files.js';
import type { PageData } from './page/page-data.js';
import { writeReport } from './write-report.js';

// What a page may take that can still be sent by mail.
const MAX_PAGE_BYTES = 2_000_000;
const SHEET_SIDE = 400;

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function makeRun(name: string, config: object = { batchSize: 4 }): Promise<string> {
  const run = join(root, name);
  const files: RunFiles = {
    info: {
      run: 1,
      family: 'vae',
      model: 'mlp',
      seed: 7,
      createdAt: '2026-01-02T03:04:05.000Z',
      aigcVersion: '0.1.0',
      environment: { node: 'v20', platform: 'linux x64', device: 'cpu' },
      habits: { validateEvery: 2, onDivergence: 'stop', freeze: [] },
    },
    config,
    data: {
      data: 1,
      kind: 'images',
      hash: 'ab',
      reading: {},
      files: [],
      skipped: [],
      path: '/home/somebody/secret/pictures',
      settings: {},
    },
  };
  await writeRunFiles(run, files);
  const lines = Array.from({ length: 1000 }, (_, i) => JSON.stringify({ step: i + 1, loss: 1 / (i + 1), itemsPerSecond: 5 }));
  await writeFile(join(run, 'metrics.jsonl'), `${lines.join('\n')}\n`);
  await mkdir(join(run, 'samples'));
  return run;
}

async function report(...runDirs: string[]): Promise<{ page: string; data: PageData }> {
  const out = join(root, 'report.html');
  const writing = writeReport({ runDirs, out, overwrite: true });
  for (let next = await writing.next(); next.done !== true; ) next = await writing.next();
  const page = await readFile(out, 'utf8');
  const json = /<script type="application\/json" id="page-data">(.*?)<\/script>/s.exec(page)?.[1] ?? '';
  return { page, data: JSON.parse(json) };
}

describe('a report', () => {
  test('is one file that loads nothing and says nothing of the machine', async () => {
    const { page, data } = await report(await makeRun('my-run'));

    expect(page).not.toMatch(/(src|href)="(?!data:)/);
    expect(page).not.toMatch(/url\(|@import|https?:/);
    expect(page).not.toContain('/home/somebody');
    expect(page).toContain('pictures');
    expect(data.charts.map(({ title }) => title)).toEqual(['Loss', 'Items per second']);
    expect(data.slideshows).toEqual([]);
  });

  test('stays small whatever the samples are, with the first and the last of them', async () => {
    const run = await makeRun('large');
    // noise is what compresses worst
    const data = Uint8Array.from({ length: SHEET_SIDE * SHEET_SIDE * 3 }, (_, i) => ((i * 2_654_435_761) >>> 13) & 255);
    const sheet = await encodePng({ width: SHEET_SIDE, height: SHEET_SIDE, channels: 3, data });
    for (let i = 1; i <= 40; i++) await writeFile(join(run, 'samples', `step-${String(i * 10).padStart(6, '0')}.png`), sheet);

    const { page, data: pageData } = await report(run);

    expect(page.length).toBeLessThan(MAX_PAGE_BYTES);
    const steps = pageData.slideshows[0]?.frames.map(({ step }) => step);
    expect([steps?.[0], steps?.at(-1), steps?.length]).toEqual([10, 400, 24]);
  });

  test('shows samples that are text', async () => {
    const run = await makeRun('text');
    await writeFile(join(run, 'samples', 'step-000010.txt'), 'once <b> upon');

    const { page, data } = await report(run);

    expect(data.slideshows[0]?.frames).toEqual([{ step: 10, text: 'once <b> upon' }]);
    expect(page).toContain('once &lt;b&gt; upon');
  });

  test('escapes what names and settings hold', async () => {
    const { page } = await report(await makeRun('run', { note: '<script>alert(1)</script>' }));

    expect(page).not.toContain('<script>alert');
    expect(page).toContain('&lt;script&gt;alert');
  });

  test('of several runs lays curves over each other and marks settings that differ', async () => {
    const { page, data } = await report(await makeRun('first'), await makeRun('second', { batchSize: 8 }));

    expect(data.charts[0]?.series.map(({ name }) => name)).toEqual(['first', 'second']);
    expect(page).toMatch(/<tr class="differs"><th scope="row">batchSize<\/th><td>4<\/td><td>8<\/td><\/tr>/);
    expect(page).toMatch(/<tr class="same"><th scope="row">seed<\/th>/);
  });

  test('does not replace another file unless told to', async () => {
    const out = join(root, 'notes.html');
    await writeFile(out, 'mine');

    await expect(writeReport({ runDirs: [await makeRun('run')], out }).next()).rejects.toMatchObject({ code: 'E-CONFIG-112' });
    expect(await readFile(out, 'utf8')).toBe('mine');
  });
});
