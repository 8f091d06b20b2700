import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isProcessAlive, storageFailure, writeFileAtomic } from '@aigc/core';
import { printable } from '../../text/printable.js';

/** Folder beside the runs for what is known about the processes that the studio started. */
export const JOBS_FOLDER = '.jobs';
/** As much of the end of a log as is looked at. */
const LOG_TAIL_BYTES = 1 << 14;

/** A training that a studio started; it outlives the studio. */
export interface JobRecord {
  /** Absolute folder of the run that it makes or goes on with. */
  readonly run: string;
  /** The command as it was started, without the program: `train gan --data ...`. */
  readonly argv: readonly string[];
  readonly pid: number;
  readonly processStart: string | undefined;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly steps: number | undefined;
  readonly budgetS: number | undefined;
}

/** File of what a job writes to stdout and stderr. */
export function jobLog(runs: string, name: string): string {
  return join(runs, JOBS_FOLDER, `${name}.log`);
}

function jobFile(runs: string, name: string): string {
  return join(runs, JOBS_FOLDER, `${name}.json`);
}

/** Makes the folder of records and logs. @throws StorageError when it cannot be made. */
export async function makeJobsFolder(runs: string): Promise<void> {
  const folder = join(runs, JOBS_FOLDER);
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw storageFailure('making the folder of jobs', folder, cause);
  }
}

/** Writes the record of a job. @throws StorageError when the disk refuses. */
export function writeJob(runs: string, name: string, record: JobRecord): Promise<void> {
  return writeFileAtomic(jobFile(runs, name), `${JSON.stringify(record)}\n`);
}

/** The jobs of a folder of runs by name; a record that cannot be read is left out. */
export async function readJobs(runs: string): Promise<Map<string, JobRecord>> {
  const names = await readdir(join(runs, JOBS_FOLDER)).catch((): string[] => []);
  const jobs = new Map<string, JobRecord>();
  for (const file of names.filter((candidate) => candidate.endsWith('.json'))) {
    const name = file.slice(0, -'.json'.length);
    const text = await readFile(jobFile(runs, name), 'utf8').catch(() => '');
    const record = parseRecord(text);
    if (record !== undefined) jobs.set(name, record);
  }
  return jobs;
}

function parseRecord(text: string): JobRecord | undefined {
  try {
    const record = JSON.parse(text) as JobRecord;
    return typeof record.pid === 'number' && typeof record.run === 'string' ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Forgets a job; its log is kept. */
export function removeJob(runs: string, name: string): Promise<void> {
  return rm(jobFile(runs, name), { force: true });
}

/** Does the process of a job still live? */
export function isJobAlive({ pid, processStart }: JobRecord): Promise<boolean> {
  return isProcessAlive(pid, processStart);
}

/** The last lines of a log, harmless on a terminal; empty where there is none. */
export async function logTail(path: string, lines: number): Promise<string[]> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size === 0) return [];
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(Math.min(LOG_TAIL_BYTES, size));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, size - buffer.length);
    const text = printable(buffer.toString('utf8', 0, bytesRead)).trimEnd();
    return text.split('\n').slice(-lines);
  } finally {
    await file.close();
  }
}
