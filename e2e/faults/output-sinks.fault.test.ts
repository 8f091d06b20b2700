// G21: outputs that cannot be written: a full disk behind a stream, a reader that has gone, no file descriptors, a read-only disk.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BIN } from '../run-aigc.js';

const TINY = '--image-size 16 --width 8 --batch-size 4 --steps 2 --device cpu';

let root = '';
let canMount = false;
let count = 0;
/** The commands that make something, with a place for their output. */
let makers: readonly (readonly [name: string, line: (out: string) => string])[] = [];
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
  await writeTinyImages(join(root, 'images'), 12, { size: 16 });
  await writeTinyImages(join(root, 'one'), 1, { size: 64 });
  shell(`train gan --data ${root}/images --out ${root}/run ${TINY}`);
  const picture = shell('', `ls ${root}/one/*.png`).stdout.trim();
  makers = [
    ['train', (out) => `train gan --data ${root}/images --out ${out} ${TINY}`],
    ['generate', (out) => `generate ${root}/run --seeds 0 --out ${out}`],
    ['export', (out) => `export ${root}/run --out ${out}.onnx`],
    ['report', (out) => `report ${root}/run --out ${out}.html`],
    ['data prepare', (out) => `data prepare ${root}/images --size 16 --out ${out}`],
    ['cg material', (out) => `cg material ${picture} --out ${out}`],
  ];
  await mkdir(join(root, 'read-only'));
  canMount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=64k', 'tmpfs', join(root, 'read-only')]).status === 0;
  if (!canMount) process.stderr.write('skipped: a read-only disk needs the right to mount one (Linux, root)\n');
}, 120_000);
afterAll(async () => {
  if (canMount) spawnSync('umount', [join(root, 'read-only')]);
  await rm(root, { recursive: true, force: true });
});

const fresh = (): string => join(root, `out-${count++}`);
const hasFullDevice = existsSync('/dev/full');
if (!hasFullDevice) process.stderr.write('skipped: this system has no /dev/full\n');
const onFullDevice = hasFullDevice ? test : test.skip;

/** Runs `aigc ARGS` in a shell, or another line in which `aigc` stands for it. */
function shell(args: string, line = `aigc ${args}`, env: { [name: string]: string } = {}) {
  const script = `aigc() { "${process.execPath}" "${BIN}" "$@"; }; ${line}`;
  return spawnSync('bash', ['-c', script], { encoding: 'utf8', env: { PATH: process.env.PATH, ...env } as NodeJS.ProcessEnv });
}

/** One error, with its code and without a stack. */
function expectMessage(stderr: string, code: RegExp): void {
  expect(stderr.match(/error\[/g)).toHaveLength(1);
  expect(stderr).toMatch(code);
  expect(stderr).not.toMatch(/^\s+at /m);
}

describe('a full disk behind standard output', () => {
  onFullDevice(
    'ends every command with 20 and one message',
    () => {
      for (const json of ['', ' --json']) {
        for (const [name, line] of makers) {
          const { status, stderr } = shell('', `aigc ${line(fresh())}${json} --quiet > /dev/full`);

          expect([name, status]).toEqual([name, 20]);
          expectMessage(stderr, /^error\[E-IO-007\]: cannot write to standard output/m);
        }
      }
    },
    240_000,
  );

  onFullDevice.each(['config', 'config train gan', 'schema', 'completion bash', 'help exit-codes', '--help'])(
    'aigc %s',
    (args) => {
      const { status, stderr } = shell('', `aigc ${args} > /dev/full`);

      expect(status).toBe(20);
      expectMessage(stderr, /^error\[E-IO-007\]/m);
    },
  );
});

describe('a full disk behind standard error', () => {
  onFullDevice('does not stop the work, and is told by the status', () => {
    const out = fresh();
    const { status, stdout } = shell('', `aigc train gan --data ${root}/images --out ${out} ${TINY} 2> /dev/full`);

    expect(status).toBe(20);
    expect(stdout).toContain('checkpoint');
    expect(existsSync(join(out, 'checkpoints', 'step-000002'))).toBe(true);
  });

  onFullDevice('does not change the status of a failure', () => {
    expect(shell('', `aigc train gan --data ${root}/nothing 2> /dev/full`).status).toBe(10);
  });
});

describe('a reader that has gone', () => {
  test('is no failure of any command', () => {
    for (const [name, line] of makers) {
      const { stdout, stderr } = shell('', `{ aigc ${line(fresh())} --quiet; echo "$?" >&2; } | true`);

      expect([name, stdout]).toEqual([name, '']);
      expect(stderr).not.toContain('error[');
      expect(stderr.trim().split('\n').at(-1)).toMatch(/^(0|141)$/);
    }
  }, 120_000);

  test('of standard error is none either', () => {
    const { status } = shell('', `set -o pipefail; aigc ${makers[0]?.[1](fresh())} 2>&1 >/dev/null | head -n 1 > /dev/null`);

    expect([0, 141]).toContain(status);
  });
});

describe('events', () => {
  onFullDevice.each(['/dev/full', '/dev/null/events.ndjson'])('that cannot be written to %s stop the command', (file) => {
    const { status, stderr } = shell('', `aigc ${makers[0]?.[1](fresh())} --quiet --events-file ${file}`);

    expect(status).toBe(20);
    expectMessage(stderr, /^error\[E-IO-008\]: cannot write events/m);
  });
});

describe('too few file descriptors', () => {
  test.each([20, 30, 40, 60])('%d of them: a message in place of a stack', (limit) => {
    const { status, stderr } = shell('', `ulimit -n ${limit}; aigc ${makers[0]?.[1](fresh())} --quiet`);

    expect(status).not.toBe(0);
    expectMessage(stderr, /ulimit -n 1024/);
  });
});

describe('a read-only disk', () => {
  test('is named by every command', () => {
    if (!canMount) return;
    for (const [name, line] of makers) {
      const { status, stderr } = shell('', `aigc ${line(join(root, 'read-only', 'out'))} --quiet`);

      expect([name, status]).toEqual([name, 20]);
      expectMessage(stderr, /read-only/);
    }
  }, 120_000);
});

describe('no home folder', () => {
  test.each([
    ['unset', {}],
    ['below a file', { HOME: '/dev/null/home' }],
    ['a file', { HOME: '/dev/null' }],
  ])('%s: commands work', (_, env) => {
    for (const args of ['config', `generate ${root}/run --seeds 0 --out ${fresh()}`]) {
      const { status, stderr } = shell(args, undefined, env as { [name: string]: string });

      expect(stderr).not.toContain('error[');
      expect(status).toBe(0);
    }
  });
});
