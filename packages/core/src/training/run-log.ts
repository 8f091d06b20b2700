import { readFile } from 'node:fs/promises';
import type { Metrics } from '@aigc/plugin-api';
import { MetricsLog, type MetricsRecord } from '../run/metrics-log.js';
import type { SampleFile } from '../run-catalog/sample-files.js';
import { TensorboardLog } from '../tensorboard/tensorboard-log.js';

/** What a run logs: `metrics.jsonl`, the master, and a mirror of it for TensorBoard. */
export class RunLog {
  private readonly runDir: string;
  private readonly metrics: MetricsLog;
  private events: TensorboardLog;

  private constructor(runDir: string, metrics: MetricsLog, events: TensorboardLog) {
    this.runDir = runDir;
    this.metrics = metrics;
    this.events = events;
  }

  /** Opens the log of a run that goes on after `step`; what was logged of later steps is taken back. */
  static async open(runDir: string, step: number): Promise<RunLog> {
    const metrics = await MetricsLog.open(runDir, step);
    return new RunLog(runDir, metrics, TensorboardLog.open(runDir, { step }));
  }

  /** What was logged when the log was opened. */
  get history(): readonly MetricsRecord[] {
    return this.metrics.history;
  }

  /** @throws StorageError when the disk is full or failing. */
  append(step: number, metrics: Metrics): void {
    this.metrics.append({ step, ...metrics });
    this.events.append(step, metrics);
  }

  /** Mirrors samples that were written, where they are pictures. */
  async samples({ step, path, kind }: SampleFile): Promise<void> {
    if (kind === 'image') this.events.image(step, await readFile(path));
  }

  /** Takes back what was logged of later steps: they are repeated. */
  async cutAfter(step: number): Promise<void> {
    await this.metrics.cutAfter(step);
    this.events.close();
    this.events = TensorboardLog.open(this.runDir, { step });
  }

  close(): void {
    this.metrics.close();
    this.events.close();
  }
}
