import { readFile } from 'node:fs/promises';
import { printable } from '../text/printable.js';

const MAX_KEPT = 8;

/** Text files as lines that are harmless on a terminal; each is read once. */
export class TextFiles {
  readonly #lines = new Map<string, readonly string[]>();
  readonly #onReady: () => void;

  /** @param onReady called whenever a file that was asked for can be had */
  constructor(onReady: () => void) {
    this.#onReady = onReady;
  }

  /** The lines if they are there; else none, and the file is read. */
  get(path: string): readonly string[] {
    if (!this.#lines.has(path)) void this.#read(path);
    return this.#lines.get(path) ?? [];
  }

  async #read(path: string): Promise<void> {
    const [oldest] = this.#lines.keys();
    if (this.#lines.size >= MAX_KEPT && oldest !== undefined) this.#lines.delete(oldest);
    this.#lines.set(path, []);
    try {
      this.#lines.set(path, printable(await readFile(path, 'utf8')).split('\n'));
      this.#onReady();
    } catch {
      // gone, or not readable: asked for again with the next frame
      this.#lines.delete(path);
    }
  }
}
