import { type Merge, mergePair } from './merge-pairs.js';
import { PairQueue } from './pair-queue.js';
import { splitWords } from './split-words.js';
import type { TokenizerModel } from './tokenizer-file.js';

/** Tokens before anything is learnt: one for each byte. */
const BYTES = 256;

/** A word of the text, and how often it is there. */
interface Word {
  tokens: number[];
  readonly count: number;
}

/**
 * Learns a byte-level BPE: the pair of neighbours that is most frequent inside words becomes a token, until there are
 * `vocabSize` tokens or no pair occurs twice.
 *
 * @param vocabSize at least 256
 * @see Sennrich, Haddow and Birch 2016, arXiv 1508.07909, algorithm 1; on bytes, Radford et al. 2019, section 2.2
 */
export function trainBpe(text: string, vocabSize: number): TokenizerModel {
  const tokens = Array.from({ length: BYTES }, (_, byte) => Uint8Array.of(byte));
  const pairs = new PairCounts(countWords(text));
  const merges: [number, number, number][] = [];
  while (tokens.length < vocabSize) {
    const pair = pairs.mostFrequent();
    if (pair === undefined) break;
    const merged = tokens.length;
    tokens.push(Buffer.concat([tokens[pair.left] as Uint8Array, tokens[pair.right] as Uint8Array]));
    merges.push([pair.left, pair.right, merged]);
    pairs.merge({ ...pair, merged });
  }
  return { kind: 'bytes', tokens, merges, splitsWords: true, specials: new Map() };
}

function countWords(text: string): Word[] {
  const counts = new Map<string, number>();
  for (const word of splitWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const encoder = new TextEncoder();
  return [...counts].map(([word, count]) => ({ tokens: [...encoder.encode(word)], count }));
}

/** How often each pair of neighbours occurs, kept up to date while words are merged. */
class PairCounts {
  readonly #counts = new Map<string, number>();
  readonly #wordsWith = new Map<string, Set<Word>>();
  readonly #queue = new PairQueue();

  constructor(words: readonly Word[]) {
    const seen = new Set<string>();
    for (const word of words) this.#add(word, 1, seen);
    this.#enqueue(seen);
  }

  /** The most frequent pair, where one occurs at least twice. */
  mostFrequent(): { left: number; right: number } | undefined {
    for (let top = this.#queue.pop(); top !== undefined; top = this.#queue.pop()) {
      // an entry whose count has changed since is out of date; a newer one is in the queue
      if (this.#counts.get(keyOf(top.left, top.right)) !== top.count) continue;
      return top.count < 2 ? undefined : { left: top.left, right: top.right };
    }
    return undefined;
  }

  merge(merge: Merge): void {
    const changed = new Set<string>();
    const key = keyOf(merge.left, merge.right);
    for (const word of [...(this.#wordsWith.get(key) ?? [])]) {
      this.#add(word, -1, changed);
      word.tokens = mergePair(word.tokens, merge);
      this.#add(word, 1, changed);
    }
    this.#counts.delete(key);
    this.#wordsWith.delete(key);
    changed.delete(key);
    this.#enqueue(changed);
  }

  /** Counts a word's pairs in or out, and notes them. */
  #add(word: Word, sign: 1 | -1, changed: Set<string>): void {
    for (let i = 0; i + 1 < word.tokens.length; i++) {
      const key = keyOf(word.tokens[i] as number, word.tokens[i + 1] as number);
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + sign * word.count);
      changed.add(key);
      const words = this.#wordsWith.get(key) ?? new Set();
      if (sign === 1) words.add(word);
      else words.delete(word);
      this.#wordsWith.set(key, words);
    }
  }

  #enqueue(changed: ReadonlySet<string>): void {
    for (const key of changed) {
      const [left, right] = key.split(' ').map(Number) as [number, number];
      this.#queue.push({ left, right, count: this.#counts.get(key) ?? 0 });
    }
  }
}

const keyOf = (left: number, right: number) => `${left} ${right}`;
