const BARS = '▁▂▃▄▅▆▇█';
/** Values that differ by less than this share are one value that was averaged: float32 has seven digits. */
const SAME = 1e-6;

/**
 * A curve one character high and at most `width` characters wide, scaled from its smallest to its largest value.
 *
 * More values than characters are averaged in groups; values that are not finite leave a gap.
 */
export function sparkline(values: readonly number[], width: number): string {
  const points = shrink(values, width);
  const finite = points.filter(Number.isFinite);
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  const range = high - low <= SAME * Math.max(Math.abs(low), Math.abs(high)) ? 0 : high - low;
  return points
    .map((value) => {
      if (!Number.isFinite(value)) return ' ';
      const level = range === 0 ? 3 : Math.round(((value - low) / range) * (BARS.length - 1));
      return BARS[level];
    })
    .join('');
}

function shrink(values: readonly number[], width: number): readonly number[] {
  if (values.length <= width) return values;
  return Array.from({ length: Math.max(0, width) }, (_, i) => {
    const from = Math.floor((i * values.length) / width);
    const group = values.slice(from, Math.max(from + 1, Math.floor(((i + 1) * values.length) / width)));
    return group.reduce((sum, value) => sum + value, 0) / group.length;
  });
}
