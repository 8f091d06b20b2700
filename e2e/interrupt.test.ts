import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTinyImages } from '@aigc/testkit';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BIN, runAigc } from './run-aigc.js';

const TINY = ['--image-size', '16', '--width', '8', '--batch-size', '4'];

/** Trains without end, sends a signal once steps are being made, and returns status and stdout. */
async function interrupted(
  args: readonly string[],
  signal: NodeJS.Signals,
): Promise<{ exitCode: number | null; stdout: string }> {
  const child = spawn(process.execPath, [BIN, 'train', 'gan', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const hadStep = stderr.includes('step ');
    stderr += text;
    if (!hadStep && stderr.includes('step ')) child.kill(signal);
  });
  return new Promise((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, stdout }));
  });
}

describe('a signal during training', () => {
  let root = '';
  const at = (...parts: string[]) => join(root, ...parts);
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'aigc-'));
    await writeTinyImages(at('images'), 12, { size: 16 });
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s saves, says how to go on, and going on equals never having stopped', async (signal, status) => {
    const run = at(signal);
    const stopped = await interrupted(['--data', at('images'), '--out', run, ...TINY], signal);
    const [saved] = await readdir(join(run, 'checkpoints'));
    const step = Number(saved?.replace('step-', ''));

    expect(stopped.exitCode).toBe(status);
    expect(stopped.stdout).toContain(`aigc train gan --resume ${run}`);

    const last = step + 2;
    const whole = at(`${signal}-whole`);
    await runAigc(['train', 'gan', '--resume', run, '--steps', String(last)]);
    await runAigc(['train', 'gan', '--data', at('images'), '--out', whole, '--steps', String(last), ...TINY]);
    const model = (folder: string) =>
      readFile(join(folder, 'checkpoints', `step-${String(last).padStart(6, '0')}`, 'model.safetensors'));
    expect((await model(run)).equals(await model(whole))).toBe(true);
  });
});
