import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { removeTemporaries } from './remove-leftover.js';
import { writeFileAtomic } from './write-file-atomic.js';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('writeFileAtomic', () => {
  test('writes and replaces, and makes missing folders', async () => {
    const path = join(dir, 'a', 'b.txt');
    await writeFileAtomic(path, 'one');
    await writeFileAtomic(path, Uint8Array.of(116, 119, 111));

    expect(await readFile(path, 'utf8')).toBe('two');
    expect(await readdir(join(dir, 'a'))).toEqual(['b.txt']);
  });

  test('names the file and the reason where it cannot write', async () => {
    await writeFile(join(dir, 'file'), '');
    const path = join(dir, 'file', 'x.txt');

    await expect(writeFileAtomic(path, '')).rejects.toMatchObject({
      code: 'E-IO-005',
      exitCode: 20,
      path,
      message: 'a file is where a folder should be while writing x.txt',
    });
  });

  test('leaves the old file whole when the disk is full', async () => {
    const disk = join(dir, 'disk');
    await mkdir(disk);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', disk]).status !== 0) {
      process.stderr.write('skipped: a full disk needs the right to mount a tmpfs (Linux, root)\n');
      return;
    }
    try {
      const path = join(disk, 'a.bin');
      await writeFileAtomic(path, 'old');

      await expect(writeFileAtomic(path, new Uint8Array(1024 * 1024))).rejects.toMatchObject({ code: 'E-IO-002', exitCode: 20 });

      expect(await readFile(path, 'utf8')).toBe('old');
      expect(await readdir(disk)).toEqual(['a.bin']);
    } finally {
      spawnSync('umount', [disk]);
    }
  });
});

describe('removeTemporaries', () => {
  test('removes what is half-written and nothing else', async () => {
    await mkdir(join(dir, '.tmp-step-000001-7', 'x'), { recursive: true });
    for (const name of ['.tmp-a', 'tmp-b', '.other', '.tmp-lock-1.json']) await writeFile(join(dir, name), '');

    await removeTemporaries(dir, /^\.tmp-(a|step)/);
    await removeTemporaries(join(dir, 'missing'));

    expect((await readdir(dir)).sort()).toEqual(['.other', '.tmp-lock-1.json', 'tmp-b']);
  });
});
