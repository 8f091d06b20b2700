/** Carries events from work that runs by itself to one reader that takes them in order. */
export class EventQueue<T> implements AsyncIterable<T> {
  readonly #events: T[] = [];
  #isClosed = false;
  #wake: (() => void) | undefined;

  push(event: T): void {
    this.#events.push(event);
    this.#wake?.();
  }

  /** No event follows; the reader ends after those already pushed. */
  close(): void {
    this.#isClosed = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for (;;) {
      while (this.#events.length > 0) yield this.#events.shift() as T;
      if (this.#isClosed) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
