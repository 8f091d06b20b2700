import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openSource } from './open-source.js';

const wanted = { noun: 'images', extensions: ['.png'] };

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

function idx(shape: readonly number[], values: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt16BE(0x0800 + shape.length, 2);
  for (const [i, side] of shape.entries()) header.writeUInt32BE(side, 4 + 4 * i);
  return Buffer.concat([header, Buffer.from(values)]);
}

// three pictures of 1 x 2
const pictures = idx([3, 1, 2], [1, 2, 3, 4, 5, 6]);

async function write(name: string, bytes: Uint8Array): Promise<string> {
  await writeFile(join(dir, name), bytes);
  return join(dir, name);
}

async function entriesOf(path: string) {
  const found: unknown[] = [];
  for await (const { path: name, pixels, bytes } of (await openSource(path, wanted)).entries()) {
    found.push([name, pixels, [...(await bytes())]]);
  }
  return found;
}

const layout = { width: 2, height: 1, channels: 1 };

describe('openIdxSource', () => {
  test.each([
    ['t10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte', false, false],
    ['train-images.idx3-ubyte', 'train-labels.idx1-ubyte', false, true],
    ['x-images-idx3-ubyte.gz', 'x-labels-idx1-ubyte.gz', true, true],
  ])('%s finds its labels %s beside it', async (images, labels, imagesPacked, labelsPacked) => {
    const path = await write(images, imagesPacked ? gzipSync(pictures) : pictures);
    const values = idx([3], [7, 0, 7]);
    await write(labelsPacked && !labels.endsWith('.gz') ? `${labels}.gz` : labels, labelsPacked ? gzipSync(values) : values);

    expect(await entriesOf(path)).toEqual([
      ['7/0', layout, [1, 2]],
      ['0/1', layout, [3, 4]],
      ['7/2', layout, [5, 6]],
    ]);
  });

  test('numbers pictures without labels, in an order that names keep', async () => {
    const path = await write('some.idx', idx([11, 1, 1], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));

    const names = (await entriesOf(path)).map((entry) => (entry as [string])[0]);

    expect(names).toEqual(['00', '01', '02', '03', '04', '05', '06', '07', '08', '09', '10']);
  });

  test('takes colour in a fourth dimension', async () => {
    const path = await write('c.idx', idx([1, 1, 1, 3], [9, 8, 7]));

    expect(await entriesOf(path)).toEqual([['0', { width: 1, height: 1, channels: 3 }, [9, 8, 7]]]);
  });

  test('refuses labels of other pictures', async () => {
    const path = await write('images-idx3', pictures);
    await write('labels-idx1', idx([2], [0, 1]));

    await expect(entriesOf(path)).rejects.toMatchObject({ code: 'E-DATA-025', message: '2 labels for 3 pictures (labels-idx1)' });
  });

  test('says that labels are no pictures', async () => {
    const path = await write('labels-idx1-ubyte', idx([2], [0, 1]));

    await expect(entriesOf(path)).rejects.toMatchObject({
      code: 'E-DATA-024',
      message: 'the IDX file holds labels, not pictures',
    });
  });

  test.each([
    ['cut short', pictures.subarray(0, pictures.length - 1), 'E-DATA-023'],
    ['too long', Buffer.concat([pictures, Buffer.alloc(1)]), 'E-DATA-023'],
    ['cut in its header', pictures.subarray(0, 9), 'E-DATA-023'],
    ['packed and cut', gzipSync(pictures).subarray(0, 12), 'E-DATA-021'],
  ])('refuses a file that is %s', async (_, bytes, code) => {
    await expect(entriesOf(await write('a.idx', bytes))).rejects.toMatchObject({ code, exitCode: 10 });
  });
});
