/** Looks for stop strings in a text that comes in pieces, and holds back what may be the beginning of one. */
export class StopFinder {
  readonly #stops: readonly string[];
  #held = '';

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== '');
  }

  /** Takes a piece; gives the text that can be shown, and whether a stop string was met: the text ends before it. */
  push(piece: string): { readonly text: string; readonly isStopped: boolean } {
    const text = this.#held + piece;
    const found = this.#stops.map((stop) => text.indexOf(stop)).filter((at) => at !== -1);
    if (found.length > 0) {
      this.#held = '';
      return { text: text.slice(0, Math.min(...found)), isStopped: true };
    }
    const kept = text.length - this.#beginningAtEnd(text);
    this.#held = text.slice(kept);
    return { text: text.slice(0, kept), isStopped: false };
  }

  /** What was held back when the text ends. */
  end(): string {
    const text = this.#held;
    this.#held = '';
    return text;
  }

  /** Length of the longest end of the text that a stop string begins with. */
  #beginningAtEnd(text: string): number {
    const lengths = this.#stops.map((stop) => {
      for (let length = Math.min(stop.length - 1, text.length); length > 0; length--) {
        if (text.endsWith(stop.slice(0, length))) return length;
      }
      return 0;
    });
    return Math.max(0, ...lengths);
  }
}
