import { resolve } from 'node:path';
import type { Verdict } from '@aigc/plugin-api';
import { readBestStep } from '../run/best-step.js';
import { type RunFiles, readRunFiles } from '../run/run-files.js';
import { type MetricHistory, readMetricHistory } from '../run-catalog/metric-history.js';
import type { Evidence } from './evidence.js';
import { judge } from './judge.js';
import { type ComparedPictures, comparePictures } from './picture-statistics.js';

const OBJECTIVE = 'validationLoss';

/** What a run is judged by besides its files. */
export interface JudgeRunOptions {
  /** Without them, nothing is said about variety and copies. */
  readonly images?: ComparedPictures | undefined;
}

/**
 * Judges a run by its metrics, and by pictures where they are given. Writes nothing.
 *
 * @throws InvalidConfigError where the folder is no run, StorageError where its metrics cannot be read.
 */
export async function judgeRun(runDir: string, { images }: JudgeRunOptions = {}): Promise<Verdict> {
  const path = resolve(runDir);
  const [run, history, best] = await Promise.all([readRunFiles(path), readMetricHistory(path), readBestStep(path)]);
  const pictures = images === undefined ? undefined : comparePictures(images);
  return judge({ ...evidenceOf(run, history, best?.metric), pictures });
}

/** What the files of a run have to say. @param objective the metric that chose its best checkpoint */
export function evidenceOf(run: RunFiles, history: MetricHistory, objective: string | undefined): Evidence {
  const { batchSize } = run.config as { batchSize?: unknown };
  const hasPass = run.data.kind !== 'text' && typeof batchSize === 'number';
  return {
    history,
    objective: objective ?? (history.curves[OBJECTIVE] === undefined ? undefined : OBJECTIVE),
    pass: hasPass ? { examples: run.data.files.length, batchSize } : undefined,
  };
}
