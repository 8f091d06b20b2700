import type { TrainingEvent } from '@aigc/plugin-api';
import { MAX_FPS, openLiveScreen, type Screen } from '../output/live-screen.js';
import type { ReportContext } from '../output/report-context.js';
import { printable } from '../text/printable.js';
import { milestoneLine, startLines, stepLine } from './training-lines.js';
import type { TrainingProgress } from './training-progress.js';
import type { TrainingReporter } from './training-reporter.js';
import { trainingViewRows } from './training-view-rows.js';

/** Opens the live view on stderr. */
export async function openTrainingView(context: ReportContext): Promise<TrainingReporter> {
  return new LiveTrainingReporter(context, await openLiveScreen(context.io.stderr));
}

/** Keeps the finished lines and redraws the live rows, ten times a second at most. */
export class LiveTrainingReporter implements TrainingReporter {
  readonly #context: ReportContext;
  readonly #screen: Screen;
  #finished: readonly string[] = [];
  #progress: TrainingProgress | undefined;
  #lastDrawMs = Number.NEGATIVE_INFINITY;

  constructor(context: ReportContext, screen: Screen) {
    this.#context = context;
    this.#screen = screen;
    context.signal.addEventListener('abort', this.#redraw);
  }

  show(event: TrainingEvent, progress: TrainingProgress): void {
    this.#progress = progress;
    const lines = this.#finishedLines(event);
    if (lines.length > 0) this.#finished = [...this.#finished, ...lines];
    const isFrequent = event.type === 'step-end' || event.type === 'progress';
    if (isFrequent && this.#context.io.now() - this.#lastDrawMs < 1000 / MAX_FPS) return;
    this.#redraw();
  }

  close(): void {
    this.#context.signal.removeEventListener('abort', this.#redraw);
    const last = this.#progress?.step;
    const lines = last === undefined ? [] : [stepLine(last, this.#progress?.start)];
    this.#screen.draw({ finished: [...this.#finished, ...lines], live: [] });
    this.#screen.close();
  }

  #finishedLines(event: TrainingEvent): string[] {
    const { palette, io } = this.#context;
    if (event.type === 'warning') return [`${palette.yellow('warning')}: ${printable(event.message)}`];
    // The device has its own live row.
    if (event.type === 'run-start') return startLines(event, io.cwd).filter((line) => !line.startsWith('device'));
    const milestone = milestoneLine(event, io.cwd);
    return milestone === undefined ? [] : [milestone];
  }

  readonly #redraw = (): void => {
    if (this.#progress === undefined) return;
    const { io, palette, signal } = this.#context;
    this.#lastDrawMs = io.now();
    const columns = io.stderr.columns ?? 80;
    const options = { columns, palette, cwd: io.cwd, isStopping: signal.aborted };
    this.#screen.draw({ finished: this.#finished, live: trainingViewRows(this.#progress, options) });
  };
}
