import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Header } from 'tar';
import type { FileSource } from './file-source.js';
import { openSource } from './open-source.js';
import { openTarSource } from './tar-source.js';
import { openZipSource } from './zip-source.js';

const wanted = { noun: 'texts', extensions: ['.txt'] };
const limits = { entries: 3, entryBytes: 1000, ratio: 5, ratioFromBytes: 1e6 };
const tightLimits = { ...limits, ratioFromBytes: 2000 };

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

interface Packed {
  readonly name: string;
  readonly text?: string;
  /** Where a link leads. */
  readonly link?: string;
}

function tarOf(...files: readonly Packed[]): Buffer {
  const blocks = files.flatMap(({ name, text = '', link }) => {
    const header = Buffer.alloc(512);
    const type = link === undefined ? 'File' : 'SymbolicLink';
    new Header({ path: name, size: text.length, mode: 0o644, type, ...(link === undefined ? {} : { linkpath: link }) }).encode(
      header,
      0,
    );
    const body = Buffer.alloc(Math.ceil(text.length / 512) * 512);
    body.write(text);
    return [header, body];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** A ZIP file byte by byte, so that names can be hostile. */
function zipOf(...files: readonly Packed[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, text = '', link } of files) {
    const content = Buffer.from(link ?? text);
    const data = deflateRawSync(content);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(data.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const made = Buffer.from([0x14, 0x03]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((link === undefined ? 0o100644 : 0o120777) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    local.push(Buffer.from('PK\x03\x04'), shared, Buffer.from(name), data);
    central.push(Buffer.from('PK\x01\x02'), made, shared, tail, Buffer.from(name));
    offset += 30 + name.length + data.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

async function contents(source: FileSource): Promise<{ [path: string]: string }> {
  const found: { [path: string]: string } = {};
  for await (const entry of source.entries()) {
    found[entry.path] = await entry.bytes().then(
      (bytes) => Buffer.from(bytes).toString(),
      (error: Error) => `refused: ${error.message}`,
    );
  }
  return found;
}

async function file(name: string, bytes: Uint8Array): Promise<string> {
  await writeFile(join(dir, name), bytes);
  return join(dir, name);
}

const plain = [
  { name: './a/one.txt', text: '1' },
  { name: 'a/two.TXT', text: '22' },
  { name: 'skipped.bin', text: 'x' },
  { name: '.hidden.txt' },
];

describe.each([
  ['tar', (...files: Packed[]) => tarOf(...files)],
  ['tar.gz', (...files: Packed[]) => gzipSync(tarOf(...files))],
  ['zip', (...files: Packed[]) => zipOf(...files)],
])('a %s archive', (_, pack) => {
  test('gives its wanted files, whatever its own name', async () => {
    const source = await openSource(await file('data.bin', pack(...plain)), wanted);

    expect(await contents(source)).toEqual({ 'a/one.txt': '1', 'a/two.TXT': '22' });
    expect(await contents(source)).toEqual({ 'a/one.txt': '1', 'a/two.TXT': '22' });
  });

  test('gives only the files that match a pattern', async () => {
    const source = await openSource(await file('data', pack(...plain)), { ...wanted, include: '**/t*' });

    expect(await contents(source)).toEqual({ 'a/two.TXT': '22' });
  });

  test('reports links as unusable', async () => {
    const source = await openSource(
      await file('data', pack({ name: 'a.txt', text: '1' }, { name: 'b.txt', link: '/etc/passwd' })),
      wanted,
    );

    expect(await contents(source)).toEqual({ 'a.txt': '1', 'b.txt': 'refused: is a link' });
  });

  test('says when nothing in it is wanted', async () => {
    const source = await openSource(await file('data', pack({ name: 'a.bin', text: '1' })), wanted);

    await expect(contents(source)).rejects.toMatchObject({ code: 'E-DATA-004', exitCode: 10 });
  });

  test('is refused when it is cut short', async () => {
    const whole = pack({ name: 'a.txt', text: 'x'.repeat(2000) }, { name: 'b.txt', text: 'y'.repeat(2000) });
    const path = await file('data', whole.subarray(0, whole.length / 2));

    const reading = openSource(path, wanted).then(contents);

    await expect(reading).rejects.toMatchObject({ code: expect.stringMatching(/E-DATA-02[01]/), exitCode: 10 });
  });
});

describe('names that lead out of an archive', () => {
  test.each(['../up.txt', '/abs.txt', 'a/../../up.txt', 'C:\\x.txt', '..\\up.txt'])('tar: %s is unusable', async (name) => {
    const found = await contents(await openSource(await file('data', tarOf({ name, text: 'x' })), wanted));

    expect(Object.values(found)).toEqual(['refused: has a name that leads out of the archive']);
  });

  test.each(['../up.txt', '/abs.txt', 'a/../../up.txt', 'C:/x.txt'])('zip: %s makes it refused', async (name) => {
    const source = await openSource(await file('data', zipOf({ name, text: 'x' })), wanted);

    await expect(contents(source)).rejects.toMatchObject({ code: 'E-DATA-021', exitCode: 10 });
  });
});

describe('archives that would fill memory', () => {
  const bombs: [string, typeof limits, Packed[], RegExp][] = [
    [
      'too many files',
      limits,
      ['a', 'b', 'c', 'd'].map((name) => ({ name: `${name}.txt`, text: name })),
      /holds more than 3 files/,
    ],
    ['one large file', limits, [{ name: 'a.txt', text: 'x'.repeat(1001) }], /holds a file of 1 MiB/],
    [
      'much out of little',
      tightLimits,
      ['a', 'b', 'c'].map((name) => ({ name: `${name}.txt`, text: '0'.repeat(1000) })),
      /more than 5 times its size/,
    ],
  ];

  test.each(bombs)('tar.gz: %s', async (_, allowed, files, message) => {
    const path = await file('data', gzipSync(tarOf(...files)));
    const source = await openTarSource(path, { isGzipped: true, wanted, limits: allowed });

    const refusal = { code: 'E-DATA-022', exitCode: 10, message: expect.stringMatching(message) };
    await expect(contents(source)).rejects.toMatchObject(refusal);
  });

  test.each(bombs)('zip: %s', async (_, allowed, files, message) => {
    const source = await openZipSource(await file('data', zipOf(...files)), wanted, allowed);

    await expect(contents(source)).rejects.toMatchObject({ code: 'E-DATA-022', message: expect.stringMatching(message) });
  });
});
