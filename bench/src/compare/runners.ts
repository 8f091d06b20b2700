import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ExternalToolError } from '@aigc/plugin-api';

/** A program that prints one JSON object for a benchmark. */
export type Runner = (name: string, flags: readonly string[]) => Promise<{ readonly [key: string]: unknown }>;

/** The two that are compared. */
export interface Sides {
  readonly ours: Runner;
  readonly torch: Runner;
}

/** Longest output of a run, in bytes: parity prints a few hundred norms. */
const MAX_OUTPUT = 1 << 20;

function runJson(program: string, args: readonly string[]): Promise<{ readonly [key: string]: unknown }> {
  return new Promise((resolve, reject) => {
    execFile(program, [...args], { maxBuffer: MAX_OUTPUT }, (error, stdout, stderr) => {
      const line = stdout.trim().split('\n').at(-1) ?? '';
      if (error === null && line.startsWith('{')) resolve(JSON.parse(line));
      else {
        const reason = stderr.trim().split('\n').at(-1) || error?.message || 'it printed no JSON';
        reject(new ExternalToolError('E-TOOL-901', `${program} ${args.join(' ')}: ${reason}`, { cause: error }));
      }
    });
  });
}

/** Our benchmark, each run in a process of its own, as the reference's is. */
export function ourRunner(threads: number): Runner {
  const main = fileURLToPath(new URL('../main.js', import.meta.url));
  return (name, flags) => runJson(process.execPath, [main, 'train-step', name, '--threads', String(threads), ...flags]);
}

/** How the reference is run. */
export interface TorchOptions {
  readonly python: string;
  /** Path of the reference script. */
  readonly reference: string;
  readonly threads: number;
}

/** The PyTorch reference. */
export function torchRunner({ python, reference, threads }: TorchOptions): Runner {
  return (name, flags) => runJson(python, [reference, name, '--threads', String(threads), ...flags]);
}
