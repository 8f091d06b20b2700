import { open } from 'node:fs/promises';
import type { JournalLine } from '../journal-line.js';

type Begin = Extract<JournalLine, { type: 'begin' }>;
/** A job that was begun, or one that came to an end. */
export type JobLine = Extract<JournalLine, { type: 'start' | 'job' }>;

const LINE_FEED = 10;

/** Follows the journal of a process: each line is read once; one that is still being written is left for the next time. */
export class JournalTail {
  readonly path: string;
  begin: Begin | undefined;
  hasEnded = false;
  /** When its process was last heard of, in ms since 1970: of its own clock where that is on another machine. */
  lastSignMs = 0;
  /** By job: its newest line. */
  readonly jobs = new Map<string, JobLine>();
  #offset = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** Reads what was added. Gives whether there was anything; nothing where the file has gone. */
  async poll(): Promise<boolean> {
    const file = await open(this.path).catch(() => undefined);
    if (file === undefined) return false;
    try {
      const { size, mtimeMs } = await file.stat();
      this.lastSignMs = mtimeMs;
      if (size <= this.#offset) return false;
      const buffer = Buffer.alloc(size - this.#offset);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, this.#offset);
      const end = buffer.subarray(0, bytesRead).lastIndexOf(LINE_FEED) + 1;
      this.#offset += end;
      for (const text of buffer.toString('utf8', 0, end).split('\n')) this.#add(text);
      return end > 0;
    } finally {
      await file.close();
    }
  }

  #add(text: string): void {
    const line = parse(text);
    if (line?.type === 'begin') this.begin = line;
    if (line?.type === 'end') this.hasEnded = true;
    if (line?.type === 'start' || line?.type === 'job') this.jobs.set(line.job, line);
  }
}

function parse(text: string): JournalLine | undefined {
  try {
    return JSON.parse(text) as JournalLine;
  } catch {
    // torn by a power cut, or empty
    return undefined;
  }
}
