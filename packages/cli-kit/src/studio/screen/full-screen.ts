import { Writable } from 'node:stream';
import type { TextStream } from '../../output/command-io.js';

/** Something drawn over empty cells after the text, from one place on; `clear` takes it away where new text does not. */
export interface Overlay {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly sequence: string;
  readonly clear: string;
}

const ENTER = '\u001b[?1049h\u001b[?25l\u001b[2J';
const LEAVE = '\u001b[?25h\u001b[?1049l';
// a terminal that knows synchronised updates shows the frame at once; the others ignore it
const BEGIN = '\u001b[?2026h';
const END = '\u001b[?2026l';

/**
 * The alternate screen of a terminal: takes whole frames and writes the rows that differ from the last one, so that nothing
 * flickers and little goes over the line. What was on the screen before is there again when it is closed.
 */
export class FullScreen extends Writable {
  readonly isTTY = true;
  readonly #terminal: TextStream;
  #rows: readonly string[] = [];
  #overlay: Overlay | undefined;
  #nextOverlay: Overlay | undefined;
  #isOpen = false;

  constructor(terminal: TextStream) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
  }

  /** What ink wraps by. */
  get columns(): number {
    return this.#terminal.columns ?? 80;
  }

  get rows(): number {
    return this.#terminal.rows ?? 24;
  }

  open(): void {
    this.#isOpen = true;
    process.on('exit', this.leave);
    this.#terminal.write(ENTER);
  }

  /** Gives the terminal back as it was; safe to call twice. */
  readonly leave = (): void => {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    process.off('exit', this.leave);
    this.#terminal.write(`${this.#overlay?.clear ?? ''}${LEAVE}`);
  };

  /** Draws everything again with the next frame, as after a change of size. */
  invalidate(): void {
    this.#rows = [];
    this.#terminal.write(`${this.#overlay?.clear ?? ''}\u001b[2J`);
    this.#overlay = undefined;
  }

  /** What is to lie over the next frame. */
  setOverlay(overlay: Overlay | undefined): void {
    this.#nextOverlay = overlay;
  }

  override _write(frame: string | Buffer, _encoding: string, done: () => void): void {
    if (this.#isOpen) this.#paint(frame.toString().split('\n'));
    done();
  }

  #paint(frame: readonly string[]): void {
    const rows = frame.slice(0, this.rows);
    const [last, next] = [this.#overlay, this.#nextOverlay];
    const isMoved = last?.sequence !== next?.sequence || last?.row !== next?.row || last?.column !== next?.column;
    const count = Math.max(rows.length, this.#rows.length);
    // the cells under a picture that goes, or changes, are written again
    const isUnder = (row: number): boolean => isMoved && last !== undefined && row >= last.row && row < last.row + last.rows;
    const changed = Array.from({ length: count }, (_, row) => row).filter((row) => rows[row] !== this.#rows[row] || isUnder(row));
    const isOverwritten = next !== undefined && changed.some((row) => row >= next.row && row < next.row + next.rows);
    const text = changed.map((row) => `\u001b[${row + 1};1H${rows[row] ?? ''}\u001b[0m\u001b[K`).join('');
    const clear = isMoved && last !== undefined ? last.clear : '';
    const picture =
      next !== undefined && (isMoved || isOverwritten) ? `\u001b[${next.row + 1};${next.column + 1}H${next.sequence}` : '';
    this.#rows = rows;
    this.#overlay = next;
    if (text !== '' || clear !== '' || picture !== '') this.#terminal.write(`${BEGIN}${clear}${text}${picture}${END}`);
  }
}
