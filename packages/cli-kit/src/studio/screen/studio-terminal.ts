import { type Instance, render } from 'ink';
import { createElement, type ReactElement } from 'react';
import type { TextStream } from '../../output/command-io.js';
import type { TerminalReply } from '../pictures/graphics.js';
import { FullScreen, type Overlay } from './full-screen.js';
import type { PressedKey } from './pressed-key.js';
import { queryTerminal } from './query-terminal.js';
import { StudioView } from './studio-view.js';

/** Whom a terminal tells. */
export interface TerminalListener {
  readonly onKey: (key: PressedKey) => void;
  readonly onResize: () => void;
}

/** The terminal as a full screen with keys. */
export class StudioTerminal {
  readonly #terminal: TextStream;
  readonly #screen: FullScreen;
  #listener: TerminalListener = { onKey: () => {}, onResize: () => {} };
  #instance: Instance | undefined;

  constructor(terminal: TextStream) {
    this.#terminal = terminal;
    this.#screen = new FullScreen(terminal);
  }

  get size(): { readonly columns: number; readonly rows: number } {
    return { columns: this.#screen.columns, rows: this.#screen.rows };
  }

  /** What the terminal can draw, by its own words; to be asked before `open`. */
  query(): Promise<TerminalReply | undefined> {
    return queryTerminal(process.stdin, this.#terminal);
  }

  open(listener: TerminalListener): void {
    this.#listener = listener;
    this.#screen.open();
    this.#instance = render(this.#view([]), {
      stdout: this.#screen as unknown as NodeJS.WriteStream,
      // ink composes whole frames ("debug"); the screen writes the rows that changed, which ink 6.8 does not do without flicker
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    });
    (this.#terminal as NodeJS.WriteStream).on('resize', this.#resize);
  }

  /** Shows rows, and a picture over them. */
  readonly draw = (rows: readonly string[], overlay: Overlay | undefined): void => {
    this.#screen.setOverlay(overlay);
    this.#instance?.rerender(this.#view(rows));
  };

  /** Gives the terminal back as it was. */
  close(): void {
    (this.#terminal as NodeJS.WriteStream).off('resize', this.#resize);
    this.#screen.leave();
    this.#instance?.unmount();
    this.#instance = undefined;
  }

  #view(rows: readonly string[]): ReactElement {
    return createElement(StudioView, { rows, onKey: this.#listener.onKey });
  }

  readonly #resize = (): void => {
    this.#screen.invalidate();
    this.#listener.onResize();
    // ink learns the new width
    this.#screen.emit('resize');
  };
}
