const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A whole number with thousands separated: `1,234,567`. */
export function formatCount(value: number): string {
  return COUNT.format(value);
}

/** A measured rate: whole from 10 up, one digit after the point below. */
export function formatRate(value: number): string {
  return value >= 10 ? formatCount(value) : value.toFixed(1);
}

/** A loss or other metric, four significant digits, exponential where it would be long. */
export function formatMetric(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return String(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(2) : String(value.toPrecision(4));
}

/** A size in decimal units: `12.3 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.5 ? value.toFixed(0) : value.toFixed(1)} ${UNITS[unit]}`;
}
