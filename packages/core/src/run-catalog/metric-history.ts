import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Named } from '@aigc/plugin-api';
import { METRICS_FILE } from '../run/metrics-log.js';
import { storageFailure } from '../storage/storage-failure.js';

/** The values of one metric at the steps where it was measured, which ascend. */
export interface Curve {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** Everything that a run measured. */
export interface MetricHistory {
  /** 0 before the first step. */
  readonly lastStep: number;
  readonly curves: Named<Curve>;
}

/**
 * Reads `metrics.jsonl`; a last line that is being written, or that a crash cut, is left out, and so is what is no number.
 *
 * @throws StorageError when it is there and cannot be read.
 */
export async function readMetricHistory(runDir: string): Promise<MetricHistory> {
  const path = join(runDir, METRICS_FILE);
  const curves: { [name: string]: { steps: number[]; values: number[] } } = {};
  let lastStep = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
      const record = parse(line);
      if (record === undefined) continue;
      const { step, ...metrics } = record;
      lastStep = Math.max(lastStep, step);
      for (const [name, value] of Object.entries(metrics)) {
        if (typeof value !== 'number') continue;
        if (!Object.hasOwn(curves, name)) curves[name] = { steps: [], values: [] };
        curves[name]?.steps.push(step);
        curves[name]?.values.push(value);
      }
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw storageFailure(`reading ${METRICS_FILE}`, path, cause);
  }
  return { lastStep, curves };
}

function parse(line: string): { step: number; [name: string]: unknown } | undefined {
  try {
    const record = JSON.parse(line) as { step?: unknown };
    return typeof record?.step === 'number' ? (record as { step: number }) : undefined;
  } catch {
    return undefined;
  }
}
