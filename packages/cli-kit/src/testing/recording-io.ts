import type { CommandIo, TextStream } from '../output/command-io.js';

/** A stream that remembers what was written to it. */
export class RecordingStream implements TextStream {
  text = '';
  readonly isTTY: boolean;
  readonly columns: number;
  readonly rows: number;

  constructor(terminal: { readonly columns: number; readonly rows: number } | undefined) {
    this.isTTY = terminal !== undefined;
    this.columns = terminal?.columns ?? 80;
    this.rows = terminal?.rows ?? 24;
  }

  write(text: string, done?: (error?: Error | null) => void): boolean {
    this.text += text;
    done?.();
    return true;
  }
}

/** Surroundings of a command under test: recorded streams, an empty environment, a clock that moves only when told to. */
export class RecordingIo implements CommandIo {
  readonly stdout = new RecordingStream(undefined);
  readonly stderr: RecordingStream;
  readonly env: { [name: string]: string };
  readonly cwd: string = '/home/me';
  timeMs = 0;

  constructor(options: { terminal?: { columns: number; rows: number }; env?: { [name: string]: string } } = {}) {
    this.stderr = new RecordingStream(options.terminal);
    this.env = options.env ?? {};
  }

  now(): number {
    return this.timeMs;
  }

  today(): Date {
    return new Date(2026, 10, 23, 14, 15, 0);
  }
}
