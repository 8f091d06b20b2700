// Box & Muller 1958. Logarithm and circle are evaluated with + - * / and sqrt alone, which IEEE 754 fixes to the last bit:
// Math.log, Math.sin and Math.cos may differ between engines, and a seed must mean the same picture everywhere.

const QUARTER_TURN = 1.5707963267948966;
const TWO_POW_30 = 2 ** 30;

/** ln((word + 0.5) / 2^32) of a 32-bit word, to 1e-14 relative. */
export function logUniform(word: number): number {
  // mantissa in [1, 2), then in [sqrt(1/2), sqrt(2)), where atanh's series converges fast
  let exponent = word === 0 ? -1 : 31 - Math.clz32(word);
  let mantissa = (word + 0.5) / (exponent < 0 ? 0.5 : (1 << exponent) >>> 0);
  if (mantissa > Math.SQRT2) {
    mantissa *= 0.5;
    exponent += 1;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const q = s * s;
  const tail = 1 / 9 + q * (1 / 11 + q * (1 / 13 + q * (1 / 15 + q / 17)));
  return 2 * s * (1 + q * (1 / 3 + q * (1 / 5 + q * (1 / 7 + q * tail)))) + (exponent - 32) * Math.LN2;
}

/** Turns words `2i` and `2i + 1` into the standard normal values `2i` and `2i + 1`. */
export function boxMuller(words: Uint32Array, out: Float32Array): void {
  for (let i = 0; i < out.length; i += 2) {
    const radius = Math.sqrt(-2 * logUniform(words[i] as number));
    const turn = words[i + 1] as number;
    // top two bits: quadrant; the rest: angle in [-pi/4, pi/4)
    const x = ((turn & 0x3fffffff) / TWO_POW_30 - 0.5) * QUARTER_TURN;
    const q = x * x;
    const sinTail = -1 / 5040 + q * (1 / 362880 + q * (-1 / 39916800 + q / 6227020800));
    const sin = x * (1 + q * (-1 / 6 + q * (1 / 120 + q * sinTail)));
    const cosTail = -1 / 720 + q * (1 / 40320 + q * (-1 / 3628800 + q / 479001600));
    const cos = 1 + q * (-1 / 2 + q * (1 / 24 + q * cosTail));
    const quadrant = turn >>> 30;
    const sign = quadrant & 2 ? -radius : radius;
    out[i] = sign * (quadrant & 1 ? -sin : cos);
    if (i + 1 < out.length) out[i + 1] = sign * (quadrant & 1 ? cos : sin);
  }
}
