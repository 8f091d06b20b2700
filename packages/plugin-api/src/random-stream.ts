/**
 * Counter-based random numbers: the same `(seed, name, counter)` gives the same numbers on every machine and executor.
 *
 * A stream has no hidden position. `at(counter)` addresses a draw (a training step, an epoch, a sample), so that resuming
 * needs nothing but the step.
 */
export interface RandomStream {
  /** An independent stream, addressed by name (`'weights'`, `'noise'`, `'shuffle'`). */
  fork(name: string): RandomStream;
  /** The same stream at another counter, a whole number from 0 to 2^32 - 1. */
  at(counter: number): RandomStream;
  /** `count` standard normal values. */
  normal(count: number): Float32Array;
  /** `count` values, uniform in [0, 1). */
  uniform(count: number): Float32Array;
  /** The numbers 0 to `count - 1` in random order. */
  permutation(count: number): Uint32Array;
}
