import { suffixArray } from './suffix-array.js';

/** The longest stretch of a text that stands word for word in the training text. */
export interface LongestCopy {
  readonly text: string;
  /** UTF-16 units. */
  readonly length: number;
  /** Where it begins in the written text, and in the training text; 0 where nothing was copied. */
  readonly at: number;
  readonly source: number;
}

/** Finds copies from one training text; made once, asked for many texts. */
export class CopyFinder {
  readonly #text: string;
  readonly #suffixes: Uint32Array;

  constructor(trainingText: string) {
    this.#text = trainingText;
    this.#suffixes = suffixArray(trainingText);
  }

  /** The longest verbatim copy in a text, the first where several are as long. */
  longestCopy(written: string): LongestCopy {
    let best: LongestCopy = { text: '', length: 0, at: 0, source: 0 };
    for (let at = 0; at + best.length < written.length; at++) {
      const { length, source } = this.#longestAt(written, at);
      if (length > best.length) best = { text: written.slice(at, at + length), length, at, source };
    }
    return best;
  }

  /** The suffix that agrees longest with what begins at `at` stands beside its place in the sorted order. */
  #longestAt(written: string, at: number): { length: number; source: number } {
    let [low, high] = [0, this.#suffixes.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const start = this.#suffixes[middle] as number;
      const common = this.#common(written, at, start);
      const isBefore = unitAt(this.#text, start + common) < unitAt(written, at + common);
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    const neighbours = [low - 1, low].flatMap((place) => {
      const source = this.#suffixes[place];
      return source === undefined ? [] : [{ source, length: this.#common(written, at, source) }];
    });
    return neighbours.reduce((a, b) => (b.length > a.length ? b : a), { source: 0, length: 0 });
  }

  #common(written: string, at: number, start: number): number {
    let length = 0;
    const limit = Math.min(written.length - at, this.#text.length - start);
    while (length < limit && written.charCodeAt(at + length) === this.#text.charCodeAt(start + length)) length += 1;
    return length;
  }
}

/** A text that ends is before one that goes on. */
const unitAt = (text: string, at: number) => (at < text.length ? text.charCodeAt(at) : -1);
