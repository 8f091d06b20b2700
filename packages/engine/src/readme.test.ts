import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const EXAMPLE = fileURLToPath(new URL('../../../examples/engine/tfjs-layers.mjs', import.meta.url));

const run = async (...args: string[]) => (await promisify(execFile)(process.execPath, args, { cwd: PACKAGE })).stdout;

const blocks = [...readFileSync(`${PACKAGE}/README.md`, 'utf8').matchAll(/^## (.+)$[\s\S]*?^```js\n([\s\S]+?)^```$/gm)];

describe('the examples of the README', () => {
  test.each(blocks.map(([, title, code]) => [title as string, code as string]))('%s prints what it says', async (_, code) => {
    const expected = [...code.matchAll(/\/\/ prints (.+)$/gm)].map(([, line]) => line);

    expect(expected.length).toBeGreaterThan(0);
    expect((await run('--input-type=module', '-e', code)).trim().split('\n')).toEqual(expected);
  });

  test('are all found', () => {
    expect(blocks).toHaveLength(6);
  });
});

test('a network of tfjs-layers learns to tell all its pictures apart', async () => {
  const lines = (await run(EXAMPLE)).trim().split('\n');
  const losses = lines.flatMap((line) => /loss (.+)$/.exec(line)?.slice(1).map(Number) ?? []);

  // ln 2 is the loss of a guess
  expect(losses[0]).toBeGreaterThan(0.3);
  expect(losses.at(-1)).toBeLessThan(0.1);
  expect(lines.at(-1)).toBe('right: 32 of 32');
});
