/** A pair of tokens and how often it was seen when it was put into the queue. */
export interface CountedPair {
  readonly left: number;
  readonly right: number;
  readonly count: number;
}

/** More often first; then the pair with the smaller ids, so that one text gives one vocabulary. */
const isBefore = (a: CountedPair, b: CountedPair) =>
  a.count !== b.count ? a.count > b.count : a.left !== b.left ? a.left < b.left : a.right < b.right;

/** A binary heap of pairs, most frequent first. */
export class PairQueue {
  readonly #heap: CountedPair[] = [];

  push(pair: CountedPair): void {
    const heap = this.#heap;
    let place = heap.push(pair) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(pair, heap[parent] as CountedPair)) break;
      heap[place] = heap[parent] as CountedPair;
      place = parent;
    }
    heap[place] = pair;
  }

  /** Takes the most frequent pair out. */
  pop(): CountedPair | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as CountedPair, heap[child] as CountedPair)) child += 1;
      if (!isBefore(heap[child] as CountedPair, last)) break;
      heap[place] = heap[child] as CountedPair;
      place = child;
    }
    heap[place] = last;
    return top;
  }
}
