import { mkdir, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderStack } from './render-error.js';

/** What a bug report says about the program it happened in. */
export interface BugContext {
  /** The command's name without its arguments: those may name confidential files. */
  readonly command: string;
  readonly version: string;
  /** Tried first; the system's temporary folder is second. */
  readonly folder: string;
  readonly date: Date;
}

/** Writes what a maintainer needs, without arguments, environment or home folder. Returns the path, or undefined if no folder takes it. */
export async function writeBugReport(error: unknown, context: BugContext): Promise<string | undefined> {
  const name = `aigc-report-${context.date.toISOString().replace(/\D/g, '').slice(0, 17)}.txt`;
  for (const folder of [context.folder, tmpdir()]) {
    const path = join(folder, name);
    try {
      await mkdir(folder, { recursive: true });
      await writeFile(path, reportText(error, context), { flag: 'wx' });
      return path;
    } catch {
      // The report is a courtesy: the error itself is printed all the same.
    }
  }
  return undefined;
}

function reportText(error: unknown, context: BugContext): string {
  const stack = renderStack(error).replaceAll(homedir(), '~');
  return [
    `aigc ${context.version}, node ${process.version}, ${process.platform}-${process.arch}`,
    `command: aigc ${context.command}`,
    `date: ${context.date.toISOString()}`,
    '',
    stack,
  ].join('\n');
}
