import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { storageFailure } from '@aigc/core';
import { MetricHistory } from '../../training/metric-history.js';

/** Bytes read at a time; between two reads others get their turn. */
const CHUNK_BYTES = 1 << 18;
const LINE_FEED = 10;

/** Follows the `metrics.jsonl` of a run: each line is read once, however long the file grows. */
export class MetricsTail {
  readonly #path: string;
  #offset = 0;
  #inode = -1;
  /** Newest step that was measured; 0 without one. */
  lastStep = 0;
  /** By name, in order of appearance. */
  readonly values = new Map<string, number>();
  readonly history = new Map<string, MetricHistory>();

  constructor(runDir: string) {
    this.#path = join(runDir, 'metrics.jsonl');
  }

  /**
   * Reads the complete lines that were added; from the start again where a resume has replaced the file.
   *
   * @returns whether there were any
   * @throws StorageError when it is there and cannot be read.
   */
  async poll(): Promise<boolean> {
    try {
      const { size, ino } = await stat(this.#path);
      if (ino !== this.#inode || size < this.#offset) this.#restart(ino);
      return size > this.#offset && (await this.#readTo(size));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw storageFailure('following metrics', this.#path, cause);
      this.#restart(-1);
      return false;
    }
  }

  #restart(inode: number): void {
    this.#inode = inode;
    this.#offset = 0;
    this.lastStep = 0;
    this.values.clear();
    this.history.clear();
  }

  async #readTo(size: number): Promise<boolean> {
    const file = await open(this.#path);
    const start = this.#offset;
    const buffer = Buffer.alloc(Math.min(CHUNK_BYTES, size - start));
    try {
      while (this.#offset < size) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length, this.#offset);
        // a line that is still being written is left for the next time
        const end = buffer.subarray(0, bytesRead).lastIndexOf(LINE_FEED) + 1;
        if (end === 0) break;
        for (const line of buffer.toString('utf8', 0, end - 1).split('\n')) this.#add(line);
        this.#offset += end;
      }
    } finally {
      await file.close();
    }
    return this.#offset > start;
  }

  #add(line: string): void {
    const record = parse(line);
    if (typeof record?.step !== 'number') return;
    for (const [name, value] of Object.entries(record)) {
      if (name === 'step' || typeof value !== 'number') continue;
      this.values.set(name, value);
      const known = this.history.get(name) ?? new MetricHistory();
      known.add(value);
      this.history.set(name, known);
    }
    this.lastStep = Math.max(this.lastStep, record.step);
  }
}

function parse(line: string): { readonly [name: string]: unknown } | undefined {
  try {
    return JSON.parse(line) as { readonly [name: string]: unknown };
  } catch {
    return undefined;
  }
}
