import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { StopFinder } from './stop-finder.js';

/** What is shown of pieces, and whether it was stopped. */
function shown(stops: string[], pieces: string[]): { text: string; isStopped: boolean } {
  const finder = new StopFinder(stops);
  let text = '';
  for (const piece of pieces) {
    const found = finder.push(piece);
    text += found.text;
    if (found.isStopped) return { text, isStopped: true };
  }
  return { text: text + finder.end(), isStopped: false };
}

describe('StopFinder', () => {
  test('ends a text before a stop string that comes in pieces', () => {
    expect(shown(['END'], ['to be E', 'N', 'D or not'])).toEqual({ text: 'to be ', isStopped: true });
  });

  test('shows a beginning of a stop string once it is known to be none', () => {
    expect(shown(['END'], ['E', 'N', 'E', 'MY'])).toEqual({ text: 'ENEMY', isStopped: false });
  });

  test('ends at whichever stop string comes first', () => {
    expect(shown(['dog', 'cat'], ['a cat, a dog'])).toEqual({ text: 'a ', isStopped: true });
  });

  test('shows what the whole text before the first stop string is, however it is cut', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 8 }), fc.array(letters, { minLength: 1, maxLength: 2 }), (pieces, stops) => {
        const text = pieces.join('');
        const found = stops.filter((stop) => stop !== '').map((stop) => text.indexOf(stop));
        const at = Math.min(...found.filter((index) => index !== -1));
        expect(shown(stops, pieces)).toEqual({ text: text.slice(0, at), isStopped: at !== Number.POSITIVE_INFINITY });
      }),
    );
  });
});
