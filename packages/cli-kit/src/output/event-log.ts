// Code: E-IO-008 the events cannot be written.
import { closeSync, openSync, writeSync } from 'node:fs';
import { type AigcError, type ArtifactEvent, StorageError, type TrainingEvent } from '@aigc/plugin-api';
import type { ErrorFacts } from '../errors/render-error.js';
import type { CommandIo } from './command-io.js';

/**
 * One line of `--events ndjson` or `--events-file`, besides its `time` (ISO 8601, UTC). The first is `command-start`, the last
 * `command-end`; in between is what the command's service tells, and `error` where it failed.
 */
export type CommandEvent =
  | { readonly type: 'command-start'; readonly command: string; readonly version: string }
  | TrainingEvent
  | ArtifactEvent
  | ({ readonly type: 'error' } & ErrorFacts)
  | { readonly type: 'command-end'; readonly command: string; readonly exit: number };

/** Where events go. */
export interface EventLogOptions {
  /** Appended to; stderr where undefined. */
  readonly file: string | undefined;
  /** Told once, when a line could not be written. */
  readonly onBroken: (failure: AigcError) => void;
}

/** Writes events as JSON, one a line. */
export class EventLog {
  private readonly io: CommandIo;
  private readonly options: EventLogOptions;
  private descriptor: number | undefined;
  private isBroken = false;

  constructor(io: CommandIo, options: EventLogOptions) {
    this.io = io;
    this.options = options;
  }

  /** Do the events take the place of text on stderr? */
  get isOnStderr(): boolean {
    return this.options.file === undefined;
  }

  /** Adds a line, at once: whoever follows the file sees it. */
  write(event: { readonly type: string }): void {
    if (this.isBroken) return;
    const line = `${JSON.stringify({ time: this.io.today().toISOString(), ...event })}\n`;
    const { file } = this.options;
    if (file === undefined) {
      this.io.stderr.write(line);
      return;
    }
    try {
      this.descriptor ??= openSync(file, 'a');
      writeSync(this.descriptor, line);
    } catch (cause) {
      this.isBroken = true;
      this.options.onBroken(eventsFailure(file, cause));
    }
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }
}

function eventsFailure(path: string, cause: unknown): StorageError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StorageError('E-IO-008', `cannot write events: ${reason}`, {
    path,
    hints: ['name a file in a folder that can be written: --events-file FILE'],
    cause,
  });
}
