import type { TrainingEvent } from '@aigc/plugin-api';
import type { ReportContext } from '../output/report-context.js';
import { writeLine } from '../output/write-line.js';
import { printable } from '../text/printable.js';
import { milestoneLine, preparingText, startLines, stepLine } from './training-lines.js';
import type { TrainingProgress } from './training-progress.js';
import type { TrainingReporter } from './training-reporter.js';

/** Time between two lines about the same thing, in ms: often enough to see life, seldom enough for a log. */
const LINE_INTERVAL_MS = 5000;

/** Progress as lines on stderr for pipes, logs and CI; only warnings when quiet. */
export class PlainTrainingReporter implements TrainingReporter {
  readonly #context: ReportContext;
  #lastKind = '';
  #lastTimeMs = Number.NEGATIVE_INFINITY;

  constructor(context: ReportContext) {
    this.#context = context;
  }

  async show(event: TrainingEvent, progress: TrainingProgress): Promise<void> {
    const { io, mode, palette } = this.#context;
    if (event.type === 'warning') await writeLine(io.stderr, `${palette.yellow('warning')}: ${printable(event.message)}`);
    if (mode === 'quiet') return;
    for (const line of this.#lines(event, progress)) await writeLine(io.stderr, line);
  }

  close(): void {}

  #lines(event: TrainingEvent, progress: TrainingProgress): string[] {
    const { cwd } = this.#context.io;
    if (event.type === 'run-start') return startLines(event, cwd);
    if (event.type === 'progress') {
      const isLast = event.done >= event.total && event.total > 0;
      return this.#isDue(event.stage, isLast) ? [preparingText(event)] : [];
    }
    if (event.type === 'step-end') return this.#isDue('step', false) ? [stepLine(event, progress.start)] : [];
    const milestone = milestoneLine(event, cwd);
    return milestone === undefined ? [] : [milestone];
  }

  #isDue(kind: string, always: boolean): boolean {
    const now = this.#context.io.now();
    if (!always && kind === this.#lastKind && now - this.#lastTimeMs < LINE_INTERVAL_MS) return false;
    this.#lastKind = kind;
    this.#lastTimeMs = now;
    return true;
  }
}
