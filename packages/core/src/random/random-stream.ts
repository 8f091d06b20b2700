import { createHash } from 'node:crypto';
import { InvalidConfigError, type RandomStream } from '@aigc/plugin-api';
import { boxMuller } from './box-muller.js';
import { threefry2x32 } from './threefry2x32.js';

const MAX_UINT32 = 0xffffffff;
const TWO_POW_32 = 2 ** 32;

// The two top bits of the block counter, so that the three kinds of draw of one stream share no words.
const UNIFORM = 0;
const NORMAL = 0x40000000;
const PERMUTATION = 0x80000000;

/**
 * The root stream of a seed; every whole number from 0 to 2^32 - 1 is a seed of its own, 0 too.
 *
 * @throws InvalidConfigError for any other number.
 */
export function randomStream(seed: number): RandomStream {
  if (!Number.isInteger(seed) || seed < 0 || seed > MAX_UINT32) {
    throw new InvalidConfigError('E-CONFIG-101', `invalid seed ${seed}: expected a whole number from 0 to ${MAX_UINT32}`);
  }
  return new ThreefryStream([seed, 0], 0);
}

class ThreefryStream implements RandomStream {
  private readonly key: readonly [number, number];
  private readonly counter: number;

  constructor(key: readonly [number, number], counter: number) {
    this.key = key;
    this.counter = counter;
  }

  fork(name: string): RandomStream {
    const place = `${this.key[0]} ${this.key[1]} ${this.counter} ${name}`;
    const hash = createHash('sha256').update(place).digest();
    return new ThreefryStream([hash.readUInt32LE(0), hash.readUInt32LE(4)], 0);
  }

  at(counter: number): RandomStream {
    if (!Number.isInteger(counter) || counter < 0 || counter > MAX_UINT32) {
      throw new RangeError(`randomStream.at: expected a whole number from 0 to ${MAX_UINT32}, got ${counter}`);
    }
    return new ThreefryStream(this.key, counter);
  }

  normal(count: number): Float32Array {
    const out = new Float32Array(count);
    boxMuller(this.words(count, NORMAL), out);
    return out;
  }

  uniform(count: number): Float32Array {
    const words = this.words(count, UNIFORM);
    const out = new Float32Array(count);
    // 24 bits: what a float32 below 1 can hold without rounding up to 1
    for (let i = 0; i < count; i++) out[i] = ((words[i] as number) >>> 8) * 2 ** -24;
    return out;
  }

  // Fisher & Yates; words that would favour small numbers are drawn again.
  permutation(count: number): Uint32Array {
    const order = new Uint32Array(count);
    for (let i = 0; i < count; i++) order[i] = i;
    let words = this.words(count, PERMUTATION);
    let next = 0;
    let blocks = 0;
    for (let i = count - 1; i > 0; i--) {
      const limit = TWO_POW_32 - (TWO_POW_32 % (i + 1));
      let word = limit;
      while (word >= limit) {
        if (next === words.length) {
          blocks += words.length / 2;
          words = this.words(64, PERMUTATION + blocks);
          next = 0;
        }
        word = words[next++] as number;
      }
      const j = word % (i + 1);
      const swapped = order[i] as number;
      order[i] = order[j] as number;
      order[j] = swapped;
    }
    return order;
  }

  private words(count: number, firstBlock: number): Uint32Array {
    const words = new Uint32Array(count + (count & 1));
    threefry2x32(this.key, firstBlock, this.counter, words);
    return words;
  }
}
