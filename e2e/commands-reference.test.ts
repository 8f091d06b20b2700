import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

test('docs/commands.md lists the commands and flags that there are', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, '../tools/commands-reference.mjs'), '--check'],
    {
      encoding: 'utf8',
    },
  );

  expect(stderr).toBe('');
  expect(status).toBe(0);
});
