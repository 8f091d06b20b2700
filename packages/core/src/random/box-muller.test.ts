import { describe, expect, test } from '@jest/globals';
import { boxMuller, logUniform } from './box-muller.js';

// The series are cut where their first missing term is below 1e-12; float32 keeps 6e-8.
const LOG_TOLERANCE = 1e-12;
const FLOAT32_TOLERANCE = 1e-6;

const WORDS = [0, 1, 2, 3, 1000, 0x3fffffff, 0x40000000, 0x7fffffff, 0x80000000, 0xb504f333, 0xc0000001, 0xfffffffe, 0xffffffff];

describe('logUniform', () => {
  test.each(WORDS)('agrees with Math.log for word %d', (word) => {
    const expected = Math.log((word + 0.5) / 2 ** 32);

    expect(Math.abs(logUniform(word) / expected - 1)).toBeLessThan(LOG_TOLERANCE);
  });
});

describe('boxMuller', () => {
  test('places each pair on the circle whose radius the first word gives', () => {
    for (const first of WORDS) {
      for (const second of WORDS) {
        const out = new Float32Array(2);

        boxMuller(Uint32Array.of(first, second), out);

        const radius = Math.sqrt(-2 * Math.log((first + 0.5) / 2 ** 32));
        // the eighth turn only names another starting point: a quadrant's angles run from -pi/4 to pi/4
        const angle = (second / 2 ** 32) * 2 * Math.PI - Math.PI / 4;
        expect(Math.abs((out[0] as number) - radius * Math.cos(angle))).toBeLessThan(FLOAT32_TOLERANCE);
        expect(Math.abs((out[1] as number) - radius * Math.sin(angle))).toBeLessThan(FLOAT32_TOLERANCE);
      }
    }
  });
});
