// Code: E-CONFIG-110.
import { InvalidConfigError } from '@aigc/plugin-api';

const MAX_SEED = 0xffffffff;
const MAX_SEEDS = 1_000_000;

/**
 * Reads a list of seeds and ranges, `0-15,20`, both ends included, in the order given; a seed given twice counts once.
 *
 * @throws InvalidConfigError naming the part that is wrong.
 */
export function parseSeeds(text: string): number[] {
  const seeds = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(part);
    if (match === null) throw invalid(text, `"${part.trim()}" is neither a whole number nor a range`);
    const first = Number(match[1]);
    const last = Number(match[2] ?? match[1]);
    if (Math.max(first, last) > MAX_SEED) throw invalid(text, `${Math.max(first, last)} is more than ${MAX_SEED}`);
    if (last < first) throw invalid(text, `the range ${first}-${last} runs backwards`);
    if (seeds.size + last - first + 1 > MAX_SEEDS) throw invalid(text, `these are more than ${MAX_SEEDS} seeds`);
    for (let seed = first; seed <= last; seed++) seeds.add(seed);
  }
  return [...seeds];
}

function invalid(text: string, reason: string): InvalidConfigError {
  return new InvalidConfigError('E-CONFIG-110', `invalid seeds "${text}": ${reason}`, {
    hints: ['give whole numbers and ranges with commas between them, for example 0-15,20'],
  });
}
