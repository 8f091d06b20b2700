// What a pipeline leaves on disk for those who watch it: the plan, and a journal of each process that works on it. Results alone decide
// what is done; these may be deleted at any time.
import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { sha256, writeFileAtomic } from '@aigc/core';

const PLAN_FILE = 'plan.json';

/** A job of a plan, as far as one needs to know to watch it. */
export interface RecordedJob {
  readonly id: string;
  readonly step: string;
  readonly key: string;
}

/** A pipeline that was begun. */
export interface PlanRecord {
  readonly plan: 1;
  /** Absolute path of the pipeline file. */
  readonly file: string;
  /** Values in place of those in the file. */
  readonly vars: { readonly [name: string]: string | number | boolean };
  /** Words after `aigc` that run it again. */
  readonly argv: readonly string[];
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly jobs: readonly RecordedJob[];
}

/** The folder of all plans of a work folder. */
export function plansFolder(root: string): string {
  return join(root, 'pipelines');
}

/** Folder of a plan and its journals: one for each pipeline file and each choice of its variables. */
export function planFolder(root: string, { file, vars }: Pick<PlanRecord, 'file' | 'vars'>): string {
  const identity = sha256(JSON.stringify([file, Object.entries(vars).sort()])).slice(0, 8);
  return join(plansFolder(root), `${basename(file, extname(file))}-${identity}`);
}

/** Writes a plan, in place of an older one. @throws StorageError when the disk refuses. */
export function writePlan(folder: string, plan: PlanRecord): Promise<void> {
  return writeFileAtomic(join(folder, PLAN_FILE), `${JSON.stringify(plan)}\n`);
}

/** The plan in a folder; undefined where there is none that can be read. */
export async function readPlan(folder: string): Promise<PlanRecord | undefined> {
  try {
    const plan = JSON.parse(await readFile(join(folder, PLAN_FILE), 'utf8')) as PlanRecord;
    return plan.plan === 1 && Array.isArray(plan.jobs) ? plan : undefined;
  } catch {
    return undefined;
  }
}
