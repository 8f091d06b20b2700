import type { HostTensor, ParameterEntry, RandomStream } from '@aigc/plugin-api';
import { parameterCount } from './parameter-table.js';

/** Fills one parameter with its first values. */
export type Initialiser = (count: number, shape: readonly number[], random: RandomStream) => Float32Array;

export const zeros: Initialiser = (count) => new Float32Array(count);

export const ones: Initialiser = (count) => new Float32Array(count).fill(1);

/** Normal around 0 with the given standard deviation. */
export function normal(standardDeviation: number): Initialiser {
  return (count, _shape, random) => random.normal(count).map((value) => value * standardDeviation);
}

/** Normal around 1 with the given standard deviation: the scale of a normalisation. */
export function aroundOne(standardDeviation: number): Initialiser {
  return (count, _shape, random) => random.normal(count).map((value) => 1 + value * standardDeviation);
}

/** Uniform in +-1 / sqrt(fan-in), where fan-in is all dimensions but the last. */
export const fanInUniform: Initialiser = (count, shape, random) => {
  const fanIn = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  const bound = 1 / Math.sqrt(fanIn);
  return random.uniform(count).map((value) => (2 * value - 1) * bound);
};

/** A parameter and how it starts. */
export interface InitialisedEntry extends ParameterEntry {
  readonly initialiser: Initialiser;
}

/** The flat vector of a network's first parameters; each draws from a stream of its own name. */
export function initialVector(entries: readonly InitialisedEntry[], random: RandomStream): HostTensor<'float32'> {
  const data = new Float32Array(parameterCount(entries));
  let offset = 0;
  for (const { name, shape, initialiser } of entries) {
    const count = shape.reduce((product, size) => product * size, 1);
    data.set(initialiser(count, shape, random.fork(name)), offset);
    offset += count;
  }
  return { shape: [data.length], dtype: 'float32', data };
}
