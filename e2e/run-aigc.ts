import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** What a command left behind. */
export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The entry of the real command. */
export const BIN = join(import.meta.dirname, '..', 'packages', 'cli', 'bin', 'run.js');

/** Runs the real `aigc` in a process of its own, without a terminal and without settings of the machine. */
export function runAigc(
  args: readonly string[],
  options: { env?: { [name: string]: string }; cwd?: string } = {},
): Promise<Finished> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AIGC_|NODE_|FORCE_COLOR|NO_COLOR|CI$)/.test(name));
  const env = { ...Object.fromEntries(inherited), ...options.env };
  const child = spawn(process.execPath, [BIN, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.cwd ? { cwd: options.cwd } : {}),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
