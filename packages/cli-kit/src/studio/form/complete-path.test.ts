import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { completePath, expandHome } from './complete-path.js';

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

async function make(...names: string[]): Promise<void> {
  for (const name of names)
    await (name.endsWith('/') ? mkdir(join(cwd, name), { recursive: true }) : writeFile(join(cwd, name), ''));
}

const complete = (value: string, foldersOnly = false) => completePath(value, { cwd, foldersOnly });
/** The superuser may read everything. */
const isRoot = process.getuid?.() === 0;
if (isRoot) console.log('skipped: a folder that may not be read needs a user who is not root');

describe('completePath', () => {
  test('goes on as far as all names agree, and names those that differ', async () => {
    await make('icons-10.png', 'icons-9.png', 'icon-set/', 'notes.txt');

    expect(await complete('i')).toEqual({ value: 'icon', choices: ['icon-set/', 'icons-9.png', 'icons-10.png'] });
    expect(await complete('icons-9')).toEqual({ value: 'icons-9.png', choices: [] });
  });

  test('puts a slash after the only folder, and goes into it', async () => {
    await make('data/', 'data/faces/', 'data/faces/a.png');

    expect((await complete('da')).value).toBe('data/');
    expect((await complete('data/')).value).toBe('data/faces/');
    expect((await complete('data/faces/')).value).toBe('data/faces/a.png');
    expect((await complete('./da')).value).toBe('./data/');
    expect((await complete(join(cwd, 'da'))).value).toBe(join(cwd, 'data/'));
  });

  test('takes odd names as they are: spaces, leading dashes, quotes, characters of two units', async () => {
    await make('my icons/', '-rf', "it's", 'a💡b', 'a💥b');

    expect((await complete('my')).value).toBe('my icons/');
    expect((await complete('-')).value).toBe('-rf');
    expect((await complete("it'")).value).toBe("it's");
    // the two have half a character in common, which is none
    expect((await complete('a')).value).toBe('a');
  });

  test('leaves out hidden names unless a dot was typed, and names that would drive the terminal', async () => {
    await make('.hidden', 'seen', 'line\nfeed', 'red\u001b[31m');

    expect(await complete('')).toEqual({ value: 'seen', choices: [] });
    expect((await complete('.h')).value).toBe('.hidden');
  });

  test('offers folders alone where a folder is wanted, links to them too', async () => {
    await make('real/', 'remark.txt');
    await symlink(join(cwd, 'real'), join(cwd, 'rebound'));
    await symlink(join(cwd, 'nowhere'), join(cwd, 'relic'));

    expect((await complete('re', true)).choices).toEqual(['real/', 'rebound/']);
    expect((await complete('re')).choices).toEqual(['real/', 'rebound/', 'relic', 'remark.txt']);
  });

  test('says why there is nothing', async () => {
    await make('file');

    expect(await complete('x')).toEqual({ value: 'x', choices: [], problem: 'there is nothing that begins with x' });
    expect((await complete('', true)).problem).toBe('there is no folder');
    expect((await complete('gone/x')).problem).toBe('gone/ is not there');
    expect((await complete('file/x')).problem).toBe('file/ is no folder');
  });

  (isRoot ? test.skip : test)('says that a folder may not be read', async () => {
    await make('locked/');
    await chmod(join(cwd, 'locked'), 0);

    expect((await complete('locked/')).problem).toBe('locked/ may not be read');
    await chmod(join(cwd, 'locked'), 0o700);
  });

  test('takes ~ for the home of the user, and keeps it in the field', async () => {
    expect(await complete('~')).toEqual({ value: '~/', choices: [] });
    expect(expandHome('~/icons')).toBe(join(homedir(), 'icons'));
    expect([expandHome('~you/icons'), expandHome('a/~')]).toEqual(['~you/icons', 'a/~']);
    expect((await complete('~/')).value).toMatch(/^~\//);
  });
});
