import type { TextStream } from './command-io.js';

/** Writes one line and waits until the stream has taken it, so that a slow reader slows the writer. */
export function writeLine(stream: TextStream, line: string): Promise<void> {
  // A failed write is reported by the stream's `error` event; waiting must end all the same.
  return new Promise((resolve) => {
    stream.write(`${line}\n`, () => resolve());
  });
}
