import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatasetError } from '@aigc/plugin-api';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findFiles } from './find-files.js';

const images = { noun: 'images', extensions: ['.png', '.jpg', '.jpeg', '.webp'] };

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function touch(...names: string[]): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), '');
  }
}

describe('findFiles', () => {
  test('lists images of all subfolders in order and skips hidden files', async () => {
    await touch('b.PNG', 'a/z.jpg', 'a/b/c.webp', 'A.jpeg', '.hidden.png', '.git/x.png', 'notes.txt');

    expect(await findFiles(dir, images)).toEqual({ files: ['A.jpeg', 'a/b/c.webp', 'a/z.jpg', 'b.PNG'], refused: [] });
  });

  test('follows links to files inside, refuses links that lead out or nowhere, and does not loop', async () => {
    await touch('in/a.png', 'in/sub/b.png', 'secret.png');
    await symlink('sub/b.png', join(dir, 'in', 'linked.png'));
    await symlink(join(dir, 'secret.png'), join(dir, 'in', 'out.png'));
    await symlink('missing.png', join(dir, 'in', 'broken.png'));
    await symlink('..', join(dir, 'in', 'sub', 'loop'));
    await symlink('/', join(dir, 'in', 'root'));

    const { files, refused } = await findFiles(join(dir, 'in'), images);

    expect(files).toEqual(['a.png', 'linked.png', 'sub/b.png']);
    expect(refused).toEqual([
      { path: 'broken.png', reason: 'is a link that leads nowhere' },
      { path: 'out.png', reason: 'is a link that leads out of the folder' },
    ]);
  });

  test('reads a folder that is itself given as a link', async () => {
    await touch('real/a.png');
    await symlink('real', join(dir, 'link'));

    expect((await findFiles(join(dir, 'link'), images)).files).toEqual(['a.png']);
  });

  test('names a folder that does not exist', async () => {
    const missing = join(dir, 'nope');

    await expect(findFiles(missing, images)).rejects.toThrow(DatasetError);
    await expect(findFiles(missing, images)).rejects.toMatchObject({
      code: 'E-DATA-001',
      exitCode: 10,
      path: missing,
      message: `no such folder: ${missing}`,
    });
  });

  test('says that a file is no folder', async () => {
    await touch('a.png');
    const file = join(dir, 'a.png');

    await expect(findFiles(file, images)).rejects.toMatchObject({
      code: 'E-DATA-002',
      exitCode: 10,
      message: `${file} is a file, not a folder`,
    });
    await expect(findFiles(join(file, 'x'), images)).rejects.toMatchObject({ code: 'E-DATA-001' });
  });

  test('says that a folder is empty, hidden files aside', async () => {
    await touch('.DS_Store');

    await expect(findFiles(dir, images)).rejects.toMatchObject({
      code: 'E-DATA-003',
      exitCode: 10,
      message: `the folder ${dir} is empty`,
      hints: ['put images into it (.png, .jpg, .jpeg, .webp)'],
    });
  });

  test('says which files it saw when none is an image', async () => {
    await touch('a.txt', 'b.TXT', 'sub/c.psd', 'README');

    await expect(findFiles(dir, images)).rejects.toMatchObject({
      code: 'E-DATA-004',
      exitCode: 10,
      message: `no images among the 4 files of ${dir} (seen: .psd, .txt, no extension)`,
    });
  });
});
