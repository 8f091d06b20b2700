import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { CheckpointError, type Named, type Verdict } from '@aigc/plugin-api';
import { checkpointFolder, listCheckpointSteps } from '../checkpoint/checkpoint-folder.js';
import { type LatestCheckpoint, latestCheckpoint } from '../checkpoint/read-checkpoint.js';
import { type BestStep, readBestStep } from '../run/best-step.js';
import { type RunFiles, readRunFiles } from '../run/run-files.js';
import { REWINDS_FILE } from '../training/rewinds.js';
import { judge } from '../verdict/judge.js';
import { evidenceOf } from '../verdict/judge-run.js';
import { readVerdict } from '../verdict/verdict-file.js';
import { folderBytes } from './folder-bytes.js';
import { type MetricHistory, readMetricHistory } from './metric-history.js';
import { type MetricSummary, summarizeMetrics } from './metric-summary.js';
import { resumeHash } from './resume-hash.js';
import { currentWriter, type RunWriter } from './run-writer.js';
import { listSampleFiles, type SampleFile } from './sample-files.js';

/** A checkpoint that is on disk. */
export interface CheckpointSummary {
  readonly step: number;
  readonly path: string;
  readonly bytes: number;
}

/** What a run is and how far it came. */
export interface RunSummary {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  readonly files: RunFiles;
  /** Of the newest usable checkpoint, which a resume goes on from; 0 without one. */
  readonly step: number;
  /** `resumeHash` of that checkpoint; null without one. */
  readonly stateHash: string | null;
  /** Newest step that was measured; not less than `step`, since a crash loses what was not saved. */
  readonly lastStep: number;
  readonly metrics: Named<MetricSummary>;
  /** By validation; null where there was none. */
  readonly best: BestStep | null;
  /** As it was given at the end; of a run that has not ended, by its curves so far. */
  readonly verdict: Verdict;
  /** Newest first. */
  readonly checkpoints: readonly CheckpointSummary[];
  readonly samples: readonly SampleFile[];
  /** Null while nobody trains it. */
  readonly writer: RunWriter | null;
  readonly bytes: number;
  /** Sentences about what is damaged. */
  readonly warnings: readonly string[];
}

/**
 * Looks at a run; its newest checkpoint is verified.
 *
 * @throws InvalidConfigError where the folder is no run, or a file that describes it is damaged.
 */
export async function readRunSummary(runDir: string): Promise<RunSummary> {
  return (await readRun(runDir)).summary;
}

/** A run's summary with the curves that it was made from. @throws InvalidConfigError as `readRunSummary` */
export async function readRun(runDir: string): Promise<{ readonly summary: RunSummary; readonly history: MetricHistory }> {
  const path = resolve(runDir);
  const files = await readRunFiles(path);
  const [history, newest] = await Promise.all([readMetricHistory(path), newestCheckpoint(path)]);
  const { checkpoint, damaged } = newest.found ?? { checkpoint: undefined, damaged: [] };
  const step = checkpoint?.step ?? 0;
  const best = await readBestStep(path);
  const rewinds = await readJson(join(path, REWINDS_FILE));
  const summary = {
    path,
    name: basename(path),
    files,
    step,
    stateHash: checkpoint === undefined ? null : resumeHash({ run: files, step, tensorHash: checkpoint.stateHash, rewinds }),
    lastStep: Math.max(step, history.lastStep),
    metrics: summarizeMetrics(history),
    best: best ?? null,
    verdict: (await readVerdict(path)) ?? judge(evidenceOf(files, history, best?.metric)),
    checkpoints: await listCheckpoints(path),
    samples: await listSampleFiles(path),
    writer: (await currentWriter(path)) ?? null,
    bytes: await folderBytes(path),
    warnings: [...newest.warnings, ...damaged.map(({ warning }) => warning)],
  };
  return { summary, history };
}

interface NewestCheckpoint {
  readonly found: LatestCheckpoint | undefined;
  readonly warnings: readonly string[];
}

async function newestCheckpoint(path: string): Promise<NewestCheckpoint> {
  try {
    return { found: await latestCheckpoint(path), warnings: [] };
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    return { found: undefined, warnings: error.code === 'E-CKPT-001' ? [] : [error.message] };
  }
}

async function listCheckpoints(path: string): Promise<CheckpointSummary[]> {
  const steps = await listCheckpointSteps(path);
  return Promise.all(
    steps.map(async (step) => {
      const folder = checkpointFolder(path, step);
      return { step, path: folder, bytes: await folderBytes(folder) };
    }),
  );
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}
