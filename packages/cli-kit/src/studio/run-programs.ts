import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { basename } from 'node:path';
import { processStart, storageFailure } from '@aigc/core';
import { type JobRecord, jobLog, makeJobsFolder, writeJob } from './runs/job-record.js';

/** How the tool itself is started. */
export interface Program {
  /** Interpreter and entry. */
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A training to start. */
export interface NewJob {
  /** Absolute folder of the run that it makes or goes on with. */
  readonly run: string;
  readonly argv: readonly string[];
  readonly startedAt: Date;
  readonly steps: number | undefined;
  readonly budgetS: number | undefined;
}

/** A process that was started and goes on by itself. */
export interface StartedJob {
  readonly pid: number;
  readonly log: string;
  /** The exit code when it ends; null after a signal. */
  readonly ended: Promise<number | null>;
}

/** What a short command left behind. */
export interface FinishedCommand {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Starts a training and notes it, so that later studios find its process.
 *
 * @param runs the folder where records and logs are kept
 * @throws StorageError where the log cannot be written.
 */
export async function startJob(program: Program, runs: string, job: NewJob): Promise<StartedJob> {
  const name = basename(job.run);
  const started = await startLogged(program, runs, { argv: job.argv, name });
  const { pid } = started;
  const record: JobRecord = { ...job, startedAt: job.startedAt.toISOString(), pid, processStart: await processStart(pid) };
  await writeJob(runs, name, record);
  return started;
}

/**
 * Starts a command in a session of its own, so that neither Ctrl-C nor the end of the terminal reaches it; it writes to a log.
 *
 * @param runs the folder where logs are kept
 * @throws StorageError where the log cannot be written.
 */
export async function startLogged(
  program: Program,
  runs: string,
  { argv, name }: { readonly argv: readonly string[]; readonly name: string },
): Promise<StartedJob> {
  await makeJobsFolder(runs);
  const log = jobLog(runs, name);
  const file = openLog(log);
  const [command = '', ...words] = program.words;
  const child = spawn(command, [...words, ...argv], {
    cwd: program.cwd,
    env: program.env,
    detached: true,
    stdio: ['ignore', file, file],
  });
  closeSync(file);
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null));
    child.on('exit', resolve);
  });
  child.unref();
  if (child.pid === undefined) throw new Error(`${command} cannot be started`);
  return { pid: child.pid, log, ended };
}

function openLog(path: string): number {
  try {
    return openSync(path, 'w');
  } catch (cause) {
    throw storageFailure('writing a log', path, cause);
  }
}

/** Runs a command that soon ends and collects what it writes; an abort ends it. */
export function runCommand(program: Program, argv: readonly string[], signal: AbortSignal): Promise<FinishedCommand> {
  const [command = '', ...words] = program.words;
  const child = spawn(command, [...words, ...argv], {
    cwd: program.cwd,
    env: program.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ exitCode: null, stdout, stderr: `${stderr}${error.message}` }));
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
