import type { ArtifactEvent } from '@aigc/plugin-api';
import type { ReportContext } from '../output/report-context.js';
import { writeLine } from '../output/write-line.js';
import { displayPath } from '../text/display-path.js';
import { printable } from '../text/printable.js';
import { ProgressLine } from './progress-line.js';

/** Follows a service that makes files: progress on stderr, the path of each finished file on stdout. Returns the service's result. */
export async function reportArtifacts<R>(events: AsyncGenerator<ArtifactEvent, R>, context: ReportContext): Promise<R> {
  const { io, mode, palette } = context;
  const line = new ProgressLine(context);
  try {
    for (;;) {
      const next = await events.next();
      if (next.done === true) return next.value;
      const event = next.value;
      context.emit?.(event);
      if (event.type === 'progress') line.show(event);
      else line.clear();
      if (event.type === 'artifact-written' && mode !== 'json') await writeLine(io.stdout, displayPath(event.path, io.cwd));
      if (event.type === 'warning') {
        context.warnings.push(event.message);
        if (mode !== 'json' && mode !== 'events')
          await writeLine(io.stderr, `${palette.yellow('warning')}: ${printable(event.message)}`);
      }
    }
  } finally {
    line.clear();
    await events.return(undefined as R);
  }
}
