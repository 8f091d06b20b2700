import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Named } from '@aigc/plugin-api';
import { storageFailure } from '../storage/storage-failure.js';
import { imageEvent, scalarsEvent, sessionStartEvent, versionEvent } from './event-message.js';
import { encodeTfRecord } from './tfrecord.js';

/** Tells the event files of a run from its other files; TensorBoard looks for this word. */
export const EVENT_FILE_MARK = 'tfevents';

/** Where a session begins. */
export interface TensorboardSession {
  /** Step of the state it goes on from; 0 for a new run. */
  readonly step: number;
  /** Seconds since 1970. Default: now. */
  readonly wallTime?: number;
}

/**
 * Mirrors the metrics and sample sheets of a run for TensorBoard; `metrics.jsonl` stays the master.
 *
 * Each session writes a file of its own into the run folder, and has readers forget what an earlier session logged beyond the
 * step that it goes on from. A record that a crash cut short is the last of its file, which readers expect.
 */
export class TensorboardLog {
  private readonly path: string;
  private readonly file: number;

  private constructor(path: string) {
    this.path = path;
    this.file = openSync(path, 'wx');
  }

  /**
   * Begins an event file, named by time and step so that files sort in the order they were begun.
   *
   * @throws StorageError when it cannot be written.
   */
  static open(runDir: string, { step, wallTime = Date.now() / 1000 }: TensorboardSession): TensorboardLog {
    const log = create(resolve(runDir), wallTime, step, (path) => new TensorboardLog(path));
    log.write(versionEvent(wallTime));
    log.write(sessionStartEvent({ step: step + 1, wallTime }));
    return log;
  }

  /** Adds the metrics of a step. @param wallTime seconds since 1970 @throws StorageError when the disk is full or failing. */
  append(step: number, metrics: Named<number>, wallTime: number = Date.now() / 1000): void {
    this.write(scalarsEvent({ step, wallTime }, metrics));
  }

  /** Adds a sample sheet. @param png a complete PNG file @throws StorageError when the disk is full or failing. */
  image(step: number, png: Uint8Array, wallTime: number = Date.now() / 1000): void {
    this.write(imageEvent({ step, wallTime }, 'samples', png));
  }

  close(): void {
    closeSync(this.file);
  }

  private write(event: Uint8Array): void {
    try {
      writeFileSync(this.file, encodeTfRecord(event));
    } catch (cause) {
      throw storageFailure('writing TensorBoard events', this.path, cause, 'checkpoints are untouched');
    }
  }
}

/** Two sessions may begin in one second at one step: the later one gets a number. */
function create<T>(runDir: string, wallTime: number, step: number, open: (path: string) => T): T {
  const name = `events.out.${EVENT_FILE_MARK}.${Math.floor(wallTime)}.aigc.${String(step).padStart(9, '0')}`;
  for (let attempt = 0; ; attempt++) {
    const path = join(runDir, attempt === 0 ? name : `${name}.${attempt}`);
    try {
      return open(path);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw storageFailure('opening a TensorBoard file', path, cause);
    }
  }
}
