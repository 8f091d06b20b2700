import {
  displayPath,
  openLiveScreen,
  type PipelineState,
  pipelineViewRows,
  type ReportContext,
  type Screen,
} from '@aigc/cli-kit';
import type { PipelineEvent } from '@aigc/pipeline';

type JobEnd = Extract<PipelineEvent, { type: 'job-end' }>;

/** Time between two looks at the jobs at work, in ms. */
const LOOK_MS = 500;

/** Tells a person how a pipeline goes; `close` leaves the terminal ready for other output. */
export interface PipelineReporter {
  show(event: PipelineEvent): void;
  close(): Promise<void>;
}

/** What a reporter works with. */
export interface PipelineReporterOptions {
  readonly context: ReportContext;
  /** A line of result on stdout. */
  readonly say: (line: string) => void;
  /** The pipeline at this moment; undefined before it has begun. */
  readonly look: () => Promise<PipelineState | undefined>;
}

/** Results as lines on stdout, progress as lines on stderr; on a terminal, live rows under all that has ended. */
export async function openPipelineReporter(options: PipelineReporterOptions): Promise<PipelineReporter> {
  const { context, say } = options;
  if (context.mode === 'view') return LivePipelineReporter.open(options, await openLiveScreen(context.io.stderr));
  const isTold = context.mode === 'lines' || context.mode === 'json';
  return {
    show(event) {
      const [line, isResult] = [eventLine(event, context.io.cwd), event.type === 'job-end'];
      if (line === undefined) return;
      if (isResult) say(line);
      else if (isTold) context.io.stderr.write(`${line}\n`);
    },
    close: async () => {},
  };
}

/** Lines of what has ended, and under them rows that are drawn again: jobs at work, the whole, the key. */
export class LivePipelineReporter implements PipelineReporter {
  readonly #options: PipelineReporterOptions;
  readonly #screen: Screen;
  #finished: readonly string[] = [];
  #live: readonly string[] = [];
  /** Jobs that a signal came before: a line for each would drive out those that matter. */
  #unbegun = 0;
  #looking: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: PipelineReporterOptions, screen: Screen) {
    this.#options = options;
    this.#screen = screen;
    options.context.signal.addEventListener('abort', this.#lookSoon);
  }

  /** A reporter that looks again and again by itself. */
  static open(options: PipelineReporterOptions, screen: Screen): LivePipelineReporter {
    const reporter = new LivePipelineReporter(options, screen);
    reporter.#timer = setInterval(reporter.#lookSoon, LOOK_MS);
    return reporter;
  }

  show(event: PipelineEvent): void {
    this.#lookSoon();
    // who is at work is seen below
    const line = event.type === 'job-start' ? undefined : eventLine(event, this.#options.context.io.cwd);
    if (line === undefined) return;
    if (isUnbegun(event)) this.#unbegun += 1;
    else this.#finished = [...this.#finished, ...line.split('\n').map((part) => this.#styled(part, event))];
    // stdout is the same terminal, or a file that gets the results all the same
    if (event.type === 'job-end' && this.#options.context.io.stdout.isTTY !== true) this.#options.say(line);
    this.#draw();
  }

  /** Looks at the jobs at work and draws them. */
  async look(): Promise<void> {
    const pipeline = await this.#options.look();
    if (pipeline === undefined || pipeline.state !== 'running') return;
    const { io, palette, signal } = this.#options.context;
    const columns = io.stderr.columns ?? 80;
    this.#live = pipelineViewRows(pipeline, { columns, palette, nowMs: io.today().getTime(), isStopping: signal.aborted });
    this.#draw();
  }

  async close(): Promise<void> {
    this.#options.context.signal.removeEventListener('abort', this.#lookSoon);
    clearInterval(this.#timer);
    await this.#looking;
    this.#live = [];
    if (this.#unbegun > 0) this.#finished = [...this.#finished, `interrupted ${this.#unbegun} more, which had not begun`];
    this.#draw();
    this.#screen.close();
  }

  #draw(): void {
    this.#screen.draw({ finished: this.#finished, live: this.#live });
  }

  #styled(line: string, event: PipelineEvent): string {
    const { palette } = this.#options.context;
    return event.type === 'job-end' && event.state === 'failed' ? palette.red(line) : line;
  }

  readonly #lookSoon = (): void => {
    this.#looking ??= this.look()
      // what cannot be looked at now can be a moment later
      .catch(() => undefined)
      .finally(() => {
        this.#looking = undefined;
      });
  };
}

function isUnbegun(event: PipelineEvent): boolean {
  return event.type === 'job-end' && event.state === 'interrupted' && event.log === undefined;
}

/** One line about an event, two where a log is worth reading; undefined for what needs no words. */
function eventLine(event: PipelineEvent, cwd: string): string | undefined {
  if (event.type === 'plan') {
    const kept = event.jobs.filter(({ isCached }) => isCached).length;
    return `${event.jobs.length} jobs, ${kept} of them done before`;
  }
  if (event.type === 'job-start') return `start       ${event.job}`;
  return event.type === 'job-end' ? endLine(event, cwd) : undefined;
}

function endLine({ state, job, output, message, log }: JobEnd, cwd: string): string {
  const words = [`${state.padEnd(12)}${job}`, output === undefined ? '' : displayPath(output, cwd), message ?? ''];
  const where = state === 'failed' && log !== undefined ? `\n            log: ${displayPath(log, cwd)}` : '';
  return words.filter((word) => word !== '').join('  ') + where;
}
