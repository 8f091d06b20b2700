import type { TrainingEvent } from '@aigc/plugin-api';
import type { ReportContext } from '../output/report-context.js';
import { writeLine } from '../output/write-line.js';
import { PlainTrainingReporter } from './plain-training-reporter.js';
import { TrainingProgress } from './training-progress.js';
import type { TrainingReporter } from './training-reporter.js';
import { trainingSummary } from './training-summary.js';

/** The last event of a run. */
export type TrainingEnd = Extract<TrainingEvent, { type: 'run-end' }>;

/** Follows a run to its end: progress in the context's mode, then the summary on stdout. */
export async function reportTraining(events: AsyncIterable<TrainingEvent>, context: ReportContext): Promise<TrainingEnd> {
  const { io, mode } = context;
  const progress = new TrainingProgress();
  const reporter = await createReporter(context);
  try {
    for await (const event of events) {
      context.emit?.(event);
      progress.apply(event);
      if (event.type === 'warning') context.warnings.push(event.message);
      await reporter.show(event, progress);
    }
  } finally {
    await reporter.close();
  }
  if (progress.end === undefined) throw new Error('the training service ended without a run-end event');
  if (mode !== 'json') for (const line of trainingSummary(progress, io.cwd)) await writeLine(io.stdout, line);
  return progress.end;
}

async function createReporter(context: ReportContext): Promise<TrainingReporter> {
  const { io, mode } = context;
  if (mode === 'json') return { show: (event) => writeLine(io.stdout, JSON.stringify(event)), close: () => undefined };
  if (mode === 'events') return { show: () => undefined, close: () => undefined };
  if (mode === 'view') {
    const { openTrainingView } = await import('./open-training-view.js');
    return openTrainingView(context);
  }
  return new PlainTrainingReporter(context);
}
