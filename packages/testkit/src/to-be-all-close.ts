/** How far two numbers may be apart: `absolute + relative * |expected|`. */
export interface AllCloseTolerance {
  readonly absolute?: number;
  readonly relative?: number;
}

/** What a jest matcher returns. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

declare module 'expect' {
  // an augmentation has to repeat the parameters
  interface Matchers<R extends void | Promise<void>, T = unknown> {
    /** Every number is close to the one expected; `expect.extend({ toBeAllClose })` first. */
    toBeAllClose(expected: ArrayLike<number>, tolerance: AllCloseTolerance): R;
  }
}

/** Jest matcher for arrays of numbers; the message names the worst place. NaN is close to nothing. */
export function toBeAllClose(
  received: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: AllCloseTolerance,
): MatcherResult {
  const { absolute = 0, relative = 0 } = tolerance;
  if (received.length !== expected.length) {
    return { pass: false, message: () => `toBeAllClose: expected ${expected.length} numbers, got ${received.length}` };
  }
  let worst = -1;
  let worstExcess = 0;
  let failures = 0;
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [received[i] as number, expected[i] as number];
    const excess = a === b ? Number.NEGATIVE_INFINITY : Math.abs(a - b) - (absolute + relative * Math.abs(b));
    if (excess <= 0) continue;
    failures += 1;
    if (worst < 0 || Number.isNaN(excess) || excess > worstExcess) {
      worst = i;
      worstExcess = excess;
    }
  }
  const pass = failures === 0;
  return {
    pass,
    message: () =>
      pass
        ? `toBeAllClose: expected a number beyond absolute ${absolute}, relative ${relative}`
        : `toBeAllClose: ${failures} of ${expected.length} numbers are beyond absolute ${absolute}, relative ${relative}; ` +
          `the worst at [${worst}]: expected ${expected[worst]}, got ${received[worst]}`,
  };
}
