import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { storageFailure } from '@aigc/core';
import type { PipelineEvent } from './engine.js';
import { isJournal, type JournalLine } from './journal-line.js';
import type { Job } from './plan-jobs.js';
import { type PlanRecord, planFolder, writePlan } from './plan-record.js';
import { isMarkAlive, keepAlive, ownMark } from './process-mark.js';
import type { ResultStore } from './result-store.js';
import { JournalTail } from './status/journal-tail.js';

/** What a journal is kept of. */
export interface JournalOptions {
  readonly store: ResultStore;
  readonly jobs: readonly Job[];
  readonly plan: Pick<PlanRecord, 'file' | 'vars' | 'argv'>;
  readonly slots?: number | undefined;
}

/**
 * Notes the events of a pipeline beside its results as they pass, so that others see how it stands. Each process has a journal of its
 * own: machines that share a folder cannot append to one file.
 *
 * @throws StorageError when the disk refuses.
 */
export async function* journaled(
  events: AsyncIterable<PipelineEvent>,
  { store, jobs, plan, slots = 1 }: JournalOptions,
): AsyncGenerator<PipelineEvent, void> {
  const folder = planFolder(store.root, plan);
  const keys = new Map(jobs.map(({ id, key }) => [id, key]));
  const startedAt = now();
  const journal = await openJournal(folder, {
    ...plan,
    plan: 1,
    startedAt,
    jobs: jobs.map(({ id, stepId, key }) => ({ id, step: stepId, key })),
  });
  try {
    await journal.add({ type: 'begin', time: startedAt, slots, ...(await ownMark()) });
    for await (const event of events) {
      const line = lineOf(event, keys);
      if (line !== undefined) await journal.add(line);
      yield event;
    }
    await journal.add({ type: 'end', time: now() });
  } finally {
    await journal.close();
  }
}

function lineOf(event: PipelineEvent, keys: ReadonlyMap<string, string>): JournalLine | undefined {
  if (event.type !== 'job-start' && event.type !== 'job-end') return undefined;
  const about = { time: now(), job: event.job, key: keys.get(event.job) ?? '' };
  if (event.type === 'job-start') return { type: 'start', ...about };
  return { type: 'job', ...about, state: event.state, seconds: event.seconds, message: event.message };
}

function now(): string {
  return new Date().toISOString();
}

async function openJournal(folder: string, plan: PlanRecord) {
  try {
    await mkdir(folder, { recursive: true });
    await writePlan(folder, plan);
    await forgetDead(folder);
    const path = join(folder, `${plan.startedAt.replaceAll(/\D/g, '')}-${randomBytes(4).toString('hex')}.jsonl`);
    const file = await open(path, 'a');
    const stopBeating = keepAlive(path);
    return {
      add: (line: JournalLine) => append(file, path, line),
      async close() {
        stopBeating();
        await file.close();
      },
    };
  } catch (cause) {
    throw storageFailure('opening the journal of a pipeline', folder, cause);
  }
}

async function append(file: FileHandle, path: string, line: JournalLine): Promise<void> {
  try {
    await file.appendFile(`${JSON.stringify(line)}\n`);
  } catch (cause) {
    throw storageFailure('writing the journal of a pipeline', path, cause);
  }
}

/** Deletes the journals of processes that have ended: who begins looks at every job of the plan itself. */
async function forgetDead(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter(isJournal)) {
    const path = join(folder, name);
    const tail = new JournalTail(path);
    await tail.poll();
    const { begin, hasEnded } = tail;
    const lastSignMs = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    if (hasEnded || begin === undefined || !(await isMarkAlive(begin, lastSignMs))) await rm(path, { force: true });
  }
}
