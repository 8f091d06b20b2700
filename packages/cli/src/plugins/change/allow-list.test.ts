import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { allowLine, checkAllowed, readAllowList } from './allow-list.js';

const HASH = `sha512-${'A'.repeat(86)}==`;
const A = {
  path: 'node_modules/@x/a',
  name: '@x/a',
  version: '1.0.0',
  integrity: HASH,
  hasInstallScript: false,
  isBundled: false,
};

async function listOf(text: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'aigc-')), 'allowed.txt');
  await writeFile(path, text);
  return path;
}

describe('an allow-list', () => {
  test('lets through what it names, comments and empty lines aside', async () => {
    const list = await readAllowList(await listOf(`# reviewed\n\n${allowLine(A)}   # by the studio\n`));

    expect(checkAllowed([A, { ...A, name: 'inside', isBundled: true }], list, 'list')).toBeUndefined();
  });

  test.each([
    ['name', { name: '@x/b' }],
    ['version', { version: '1.0.1' }],
    ['hash', { integrity: `sha512-${'B'.repeat(86)}==` }],
  ])('stops another %s, a dependency as well', async (_, change) => {
    const list = await readAllowList(await listOf(allowLine(A)));

    expect(() => checkAllowed([A, { ...A, ...change }], list, 'list')).toThrow(
      expect.objectContaining({
        code: 'E-PLUGIN-019',
        exitCode: 40,
        hints: expect.arrayContaining([expect.stringContaining('add the line')]),
      }),
    );
  });

  test.each(['@x/a 1.0.0', '@x/a@1.0.0', `@x/a ${HASH}`, `@x/a@1.0.0 ${HASH.slice(0, -4)}`])(
    'refuses the line %j',
    async (line) => {
      await expect(readAllowList(await listOf(line))).rejects.toMatchObject({ code: 'E-PLUGIN-019' });
    },
  );
});
