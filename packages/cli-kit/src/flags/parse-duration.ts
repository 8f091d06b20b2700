import { UsageError } from '../errors/usage-error.js';

const SECONDS: { readonly [unit: string]: number } = { s: 1, m: 60, h: 3600 };
const PARTS = /^(?:\d+(?:\.\d+)?[smh])+$/;

/**
 * Seconds of a length of time such as `60s`, `10m`, `1.5h` or `1h30m`.
 *
 * @throws UsageError for anything else, and for no time at all.
 */
export function parseDuration(text: string): number {
  const compact = text.trim().toLowerCase().replaceAll(' ', '');
  if (!PARTS.test(compact))
    throw badDuration(text, /^\d+(\.\d+)?$/.test(compact) ? 'give the unit: s, m or h' : 'write it as 60s, 10m or 1h30m');
  let seconds = 0;
  for (const [, amount, unit] of compact.matchAll(/(\d+(?:\.\d+)?)([smh])/g))
    seconds += Number(amount) * (SECONDS[unit ?? ''] ?? 0);
  if (seconds <= 0) throw badDuration(text, 'it must be longer than 0 s');
  return seconds;
}

function badDuration(text: string, hint: string): UsageError {
  return new UsageError('E-CLI-004', `expected a length of time such as 60s, got "${text}"`, { hints: [hint] });
}
