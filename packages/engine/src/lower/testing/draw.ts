import type { HostData, HostTensor } from '@aigc/plugin-api';
import type { GeneratorValue } from 'fast-check';
import { sizeOf } from '../../graph/value.js';

/** Largest size of an axis drawn where a case does not say. */
const MAX_AXIS = 4;

/** Numbers in [0, 1) from a 32-bit state (mulberry32). */
function uniformNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws the inputs of one call; fast-check chooses, and shrinks, every size and seed. */
export class Draw {
  readonly #generate: GeneratorValue;
  readonly #integers: typeof import('fast-check').integer;

  constructor(generate: GeneratorValue, integers: typeof import('fast-check').integer) {
    this.#generate = generate;
    this.#integers = integers;
  }

  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return this.#generate(this.#integers, { min, max });
  }

  /** One of the choices; shrinks towards the first. */
  pick<T>(choices: readonly T[]): T {
    return choices[this.integer(0, choices.length - 1)] as T;
  }

  /** A shape of the given rank. */
  shape(rank: number, min = 1, max = MAX_AXIS): number[] {
    return Array.from({ length: rank }, () => this.integer(min, max));
  }

  /** A shape of rank `minRank` to `maxRank`. */
  anyShape(minRank = 0, maxRank = 4): number[] {
    return this.shape(this.integer(minRank, maxRank));
  }

  /** A permutation of `rank` axes. */
  permutation(rank: number): number[] {
    const rest = Array.from({ length: rank }, (_, axis) => axis);
    return Array.from({ length: rank }, () => rest.splice(this.integer(0, rest.length - 1), 1)[0] as number);
  }

  /** float32 values, uniform between `min` and `max`. */
  floats(shape: readonly number[], min = -2, max = 2): HostTensor<'float32'> {
    return { shape, dtype: 'float32', data: Float32Array.from(this.#uniform(shape), (u) => min + (max - min) * u) };
  }

  /** float32 values of which no two lie closer than `gap`, shuffled: for operations that choose among their inputs. */
  spread(shape: readonly number[], gap = 0.1): HostTensor<'float32'> {
    const count = sizeOf(shape);
    const keys = this.#uniform(shape);
    const ranked = Array.from({ length: count }, (_, i) => i).sort((a, b) => (keys[a] as number) - (keys[b] as number));
    const data = new Float32Array(count);
    ranked.forEach((position, rank) => {
      data[position] = (rank - count / 2 + 0.3) * gap;
    });
    return { shape, dtype: 'float32', data };
  }

  /** int32 values from `min` to `max`, both included. */
  integers(shape: readonly number[], min = -5, max = 5): HostTensor<'int32'> {
    const data = Int32Array.from(this.#uniform(shape), (u) => min + Math.floor((max - min + 1) * u));
    return { shape, dtype: 'int32', data };
  }

  /** Truth values. */
  booleans(shape: readonly number[]): HostTensor<'bool'> {
    return { shape, dtype: 'bool', data: Uint8Array.from(this.#uniform(shape), (u) => (u < 0.5 ? 0 : 1)) };
  }

  #uniform(shape: readonly number[]): number[] {
    const next = uniformNumbers(this.integer(0, 2 ** 31 - 1));
    return Array.from({ length: sizeOf(shape) }, next);
  }
}

/** The tensor with its axes permuted: axis i of the result is axis `perm[i]` of the input. */
export function permuted(tensor: HostTensor, perm: readonly number[]): HostTensor {
  const shape = perm.map((axis) => tensor.shape[axis] as number);
  const strides = tensor.shape.map((_, axis) => sizeOf(tensor.shape.slice(axis + 1)));
  const data = tensor.data.slice() as HostData[HostTensor['dtype']];
  const index = shape.map(() => 0);
  for (let i = 0; i < data.length; i++) {
    data[i] = tensor.data[index.reduce((sum, at, axis) => sum + at * (strides[perm[axis] as number] as number), 0)] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = ((index[axis] as number) + 1) % (shape[axis] as number);
      if (index[axis] !== 0) break;
    }
  }
  return { ...tensor, shape, data };
}
