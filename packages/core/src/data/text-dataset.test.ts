import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostTensor, TextDataRequest } from '@aigc/plugin-api';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { randomStream } from '../random/random-stream.js';
import type { Dataset } from './dataset.js';
import { openDataset } from './open-dataset.js';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

// one token for each character: its code
const request: TextDataRequest = {
  kind: 'text',
  tokenizer: () => ({
    vocabSize: 128,
    encode: (text) => Int32Array.from(text, (symbol) => symbol.charCodeAt(0)),
    decode: (ids) => String.fromCharCode(...Array.from(ids)),
    serialize: () => '{}',
  }),
};

const open = (path: string, validationShare = 0): Promise<Dataset> =>
  openDataset({ path, request, settings: { validationShare } });

async function read(dataset: Dataset, shape: [number, number], part: 'train' | 'validation', index = 0): Promise<string[]> {
  const specs = { tokens: { source: 'tokens', dtype: 'int32', shape } } as const;
  const { data } = (await dataset.openReader(specs, { part, stream: randomStream(1) }).read(index)).tokens as HostTensor;
  const [count, length] = shape;
  return Array.from({ length: count }, (_, row) => String.fromCharCode(...data.slice(row * length, (row + 1) * length)));
}

describe('openTextDataset', () => {
  test('reads a file whatever its ending, and holds out its end', async () => {
    await writeFile(join(dir, 'poem'), 'abcdefghij');

    const dataset = await open(join(dir, 'poem'), 0.3);

    expect([dataset.count('train'), dataset.count('validation'), dataset.facts.count]).toEqual([7, 3, 7]);
    expect(await read(dataset, [1, 3], 'validation')).toEqual(['hij']);
  });

  test('joins the text files of a folder in the order of their paths, each on lines of its own', async () => {
    await mkdir(join(dir, 'b'));
    await writeFile(join(dir, 'b', 'two.md'), 'cd\n');
    await writeFile(join(dir, 'a.txt'), 'ab');
    await writeFile(join(dir, 'z.txt'), 'ef');
    await writeFile(join(dir, 'picture.png'), 'xx');

    const dataset = await open(dir);

    expect(await read(dataset, [1, 8], 'train')).toEqual(['ab\ncd\nef']);
    expect(dataset.manifest.files.map(({ path }) => path)).toEqual(['a.txt', 'b/two.md', 'z.txt']);
  });

  test('trains on stretches that begin anywhere, the same for the same step', async () => {
    await writeFile(join(dir, 'a.txt'), 'abcdefghijklmnopqrstuvwxyz');
    const dataset = await open(join(dir, 'a.txt'));

    const stretches = await read(dataset, [40, 4], 'train', 3);

    for (const stretch of stretches) expect('abcdefghijklmnopqrstuvwxyz').toContain(stretch);
    expect(new Set(stretches).size).toBeGreaterThan(10);
    expect(await read(dataset, [40, 4], 'train', 3)).toEqual(stretches);
  });

  test('predicts each held-out token once', async () => {
    await writeFile(join(dir, 'a.txt'), 'xxxxxxxabcdefg');
    const dataset = await open(join(dir, 'a.txt'), 0.5);

    expect(await read(dataset, [3, 3], 'validation')).toEqual(['abc', 'cde', 'efg']);
  });

  test.each([
    ['missing.txt', undefined, 'E-DATA-001'],
    ['latin1.txt', Buffer.from([0x63, 0x61, 0x66, 0xe9]), 'E-DATA-012'],
    ['empty.txt', Buffer.alloc(0), 'E-DATA-010'],
  ])('refuses %s', async (name, bytes, code) => {
    if (bytes !== undefined) await writeFile(join(dir, name), bytes);

    await expect(open(join(dir, name))).rejects.toMatchObject({ code, exitCode: 10 });
  });

  test('says when a part is shorter than one stretch', async () => {
    await writeFile(join(dir, 'a.txt'), 'abc');

    await expect(read(await open(join(dir, 'a.txt')), [1, 4], 'train')).rejects.toMatchObject({ code: 'E-DATA-011' });
  });
});
