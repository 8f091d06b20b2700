/** Merges of a byte-pair encoding: which two tokens become which, in the order in which they were learnt. */
export class MergeTable {
  readonly #merges = new Map<number, { readonly rank: number; readonly merged: number }>();
  readonly #size: number;

  /**
   * @param merges `[left, right, merged]` token ids, first learnt first
   * @param vocabSize ids are below it
   */
  constructor(merges: readonly (readonly [number, number, number])[], vocabSize: number) {
    this.#size = vocabSize;
    for (const [rank, [left, right, merged]] of merges.entries()) {
      const pair = left * vocabSize + right;
      if (!this.#merges.has(pair)) this.#merges.set(pair, { rank, merged });
    }
  }

  /**
   * Merges neighbours, each time every occurrence of the pair that was learnt first, until no pair is known.
   *
   * @see Sennrich, Haddow and Birch 2016, arXiv 1508.07909, section 3.2
   */
  apply(tokenIds: readonly number[]): readonly number[] {
    let word = tokenIds;
    while (word.length > 1) {
      const first = this.#firstLearnt(word);
      if (first === undefined) break;
      word = mergePair(word, first);
    }
    return word;
  }

  #firstLearnt(word: readonly number[]): Merge | undefined {
    let first: Merge | undefined;
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 0; i + 1 < word.length; i++) {
      const [left, right] = [word[i] as number, word[i + 1] as number];
      const found = this.#merges.get(left * this.#size + right);
      if (found === undefined || found.rank >= lowest) continue;
      lowest = found.rank;
      first = { left, right, merged: found.merged };
    }
    return first;
  }
}

/** Two tokens and what they become. */
export interface Merge {
  readonly left: number;
  readonly right: number;
  readonly merged: number;
}

/** Every occurrence of a pair replaced, from the left. */
export function mergePair(word: readonly number[], { left, right, merged }: Merge): number[] {
  const result: number[] = [];
  for (let i = 0; i < word.length; i++) {
    const isPair = word[i] === left && word[i + 1] === right;
    result.push(isPair ? merged : (word[i] as number));
    if (isPair) i++;
  }
  return result;
}
