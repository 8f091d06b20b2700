import type { ArtifactEvent } from '@aigc/plugin-api';
import type { ReportContext } from '../output/report-context.js';
import { fitEnd } from '../text/fit-text.js';
import { formatCount } from '../text/format-number.js';
import { printable } from '../text/printable.js';
import { progressBar } from '../text/progress-bar.js';

type Progress = Extract<ArtifactEvent, { type: 'progress' }>;

/** Least time between two drawings of the bar and between two plain lines, in ms. */
const BAR_INTERVAL_MS = 100;
const LINE_INTERVAL_MS = 5000;
const ERASE_LINE = '\r\u001b[2K';

/** Progress of a job on stderr: one line that is drawn again on a terminal, a line now and then elsewhere. */
export class ProgressLine {
  readonly #context: ReportContext;
  #stage = '';
  #lastTimeMs = Number.NEGATIVE_INFINITY;
  #isDrawn = false;

  constructor(context: ReportContext) {
    this.#context = context;
  }

  show(event: Progress): void {
    const { io, mode } = this.#context;
    if (mode !== 'view' && mode !== 'lines') return;
    const now = io.now();
    const interval = mode === 'view' ? BAR_INTERVAL_MS : LINE_INTERVAL_MS;
    const isLast = event.done >= event.total;
    if (event.stage === this.#stage && !isLast && now - this.#lastTimeMs < interval) return;
    this.#stage = event.stage;
    this.#lastTimeMs = now;
    if (mode === 'view') this.#draw(event);
    else io.stderr.write(`${this.#text(event)}\n`);
  }

  /** Takes the bar away before other output. */
  clear(): void {
    if (!this.#isDrawn) return;
    this.#isDrawn = false;
    this.#context.io.stderr.write(ERASE_LINE);
  }

  #draw(event: Progress): void {
    const { io, palette } = this.#context;
    const columns = io.stderr.columns ?? 80;
    const text = this.#text(event);
    const width = Math.min(30, columns - text.length - 4);
    const bar = width >= 5 && event.total > 0 ? `${palette.cyan(progressBar(event.done / event.total, width))}  ` : '';
    // One column stays free: some terminals wrap when the last one is written.
    io.stderr.write(`${ERASE_LINE}${bar}${fitEnd(text, columns - 1)}`);
    this.#isDrawn = true;
  }

  #text(event: Progress): string {
    return `${printable(event.stage)} ${formatCount(event.done)}/${formatCount(event.total)}`;
  }
}
