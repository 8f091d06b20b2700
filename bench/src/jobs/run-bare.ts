import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a program to its end with its output read, as a job's is; gives the time in ms. */
export async function runBare([executable = '', ...words]: readonly string[]): Promise<number> {
  const started = performance.now();
  const child = spawn(executable, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.resume();
  child.stderr.resume();
  await once(child, 'close');
  return performance.now() - started;
}
