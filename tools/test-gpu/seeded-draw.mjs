import { Draw } from '../../packages/engine/dist/lower/testing/draw.js';

/** Draws as the tests of lowerings do, without the library that shrinks what fails. */
export function seededDraw(seed) {
  let state = seed >>> 0;
  const uniform = () => {
    // xorshift32 (Marsaglia 2003)
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  return new Draw((_, { min, max }) => min + Math.floor(uniform() * (max - min + 1)), undefined);
}
