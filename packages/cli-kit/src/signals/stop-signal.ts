import { EXIT } from '@aigc/plugin-api';

const EXIT_OF = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated, SIGHUP: EXIT.hangup } as const;
type StopName = keyof typeof EXIT_OF;

/** Where signals come from and how a process leaves at once; `process` in production. */
export interface SignalSource {
  on(name: StopName, listener: (name: StopName) => void): unknown;
  off(name: StopName, listener: (name: StopName) => void): unknown;
  exit(code: number): void;
}

/**
 * Turns the first SIGINT, SIGTERM or SIGHUP into an abort, so that work stops at a step and saves; the second leaves at once.
 *
 * Listens from construction until `close()`.
 */
export class StopSignal {
  readonly #controller = new AbortController();
  readonly #source: SignalSource;
  readonly #onFirst: () => void;
  #exitCode: number | undefined;

  constructor(onFirst: () => void, source: SignalSource = process) {
    this.#source = source;
    this.#onFirst = onFirst;
    for (const name of Object.keys(EXIT_OF) as StopName[]) source.on(name, this.#listener);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** 130, 143 or 129 once a signal came, else undefined. */
  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  /** Stops the work for a reason other than a signal, e.g. that nobody reads the output any more. */
  abort(exitCode: number): void {
    this.#exitCode ??= exitCode;
    this.#controller.abort();
  }

  close(): void {
    for (const name of Object.keys(EXIT_OF) as StopName[]) this.#source.off(name, this.#listener);
  }

  readonly #listener = (name: StopName): void => {
    if (this.#controller.signal.aborted) {
      this.#source.exit(EXIT_OF.SIGINT);
      return;
    }
    this.#onFirst();
    this.abort(EXIT_OF[name]);
  };
}
