import type { TrainingEvent } from '@aigc/plugin-api';
import { printable } from '../text/printable.js';
import { milestoneLine, preparingText, startLines, stepLine } from '../training/training-lines.js';

/** What comes so often that one in ten is enough. */
const FREQUENT: readonly string[] = ['step-end', 'progress'];
const EVERY = 10;

/** The lines of a log as a person reads them: events that a command told a script become words, and steps are thinned out. */
export function readableLog(lines: readonly string[], cwd: string): string[] {
  const parsed = withoutFailure(lines).map((line) => ({ line, event: eventIn(line) }));
  return parsed.flatMap(({ line, event }, i) => {
    if (event === undefined) return [line];
    // of many steps in a row the newest tells all
    const isFollowed = FREQUENT.includes(event.type) && parsed[i + 1]?.event?.type === event.type;
    if (isFollowed && i % EVERY !== 0) return [];
    return eventLines(event, cwd).map(printable);
  });
}

/** The document at the end that tells a script of a failure, in words. */
function withoutFailure(lines: readonly string[]): readonly string[] {
  const start = lines.lastIndexOf('{');
  if (start === -1) return lines;
  try {
    const { error } = JSON.parse(lines.slice(start).join('\n')) as { error?: { code?: string; message?: string; hint?: string } };
    if (error?.message === undefined) return lines;
    const hint = typeof error.hint === 'string' ? [`help: ${error.hint}`] : [];
    return [...lines.slice(0, start), ...`error[${error.code}]: ${error.message}`.split('\n'), ...hint];
  } catch {
    // another text that happens to have a bracket in a line of its own
    return lines;
  }
}

function eventLines(event: TrainingEvent, cwd: string): string[] {
  switch (event.type) {
    case 'run-start':
      return startLines(event, cwd);
    case 'progress':
      return [preparingText(event)];
    case 'step-end':
      return [stepLine(event, undefined)];
    case 'warning':
      return [`warning: ${event.message}`];
    case 'run-end':
      return [`ended at step ${event.step}: ${event.reason}`];
    default: {
      const line = milestoneLine(event, cwd);
      return line === undefined ? [] : [line];
    }
  }
}

/** A training's event; undefined for any other line, one that was cut off too. */
function eventIn(line: string): TrainingEvent | undefined {
  if (!line.startsWith('{"type":')) return undefined;
  try {
    return JSON.parse(line) as TrainingEvent;
  } catch {
    return undefined;
  }
}
