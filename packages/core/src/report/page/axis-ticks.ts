/** A value axis: where its values lie between 0 (bottom) and 1 (top), and which are marked. */
export interface Axis {
  readonly isLogarithmic: boolean;
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
}

/** An axis over values with round marks, about `count` of them. A logarithmic one needs values above zero. */
export function axisOver(low: number, high: number, count: number, isLogarithmic: boolean): Axis {
  if (isLogarithmic) return logarithmicAxis(low, high, count);
  const range = high > low ? high - low : Math.abs(high) || 1;
  const size = roundStep(range / count);
  const ticks: number[] = [];
  for (let k = Math.ceil(low / size - 1e-9); k * size <= high + size * 1e-9; k++) ticks.push(Number((k * size).toPrecision(12)));
  const margin = high > low ? 0 : range / 2;
  return { isLogarithmic, low: low - margin, high: high + margin, ticks };
}

/** 0 at the low end of an axis, 1 at the high one. */
export function positionOn({ low, high, isLogarithmic }: Axis, value: number): number {
  if (!isLogarithmic) return (value - low) / (high - low);
  return Math.log(value / low) / Math.log(high / low);
}

/** A value as an axis or a readout shows it. */
export function formatValue(value: number, digits = 4): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) return value.toExponential(Math.max(0, digits - 3)).replace('e+', 'e');
  return Number(value.toPrecision(digits)).toLocaleString('en-US', { maximumFractionDigits: 6 });
}

function logarithmicAxis(low: number, high: number, count: number): Axis {
  const [from, to] = high > low ? [low, high] : [low / 2, high * 2];
  const decades = Math.log10(to / from);
  // few decades have room for 2 and 5 as well
  const factors = decades > count ? [1] : decades > count / 3 ? [1, 3] : [1, 2, 5];
  const ticks: number[] = [];
  for (let exponent = Math.floor(Math.log10(from)); exponent <= Math.ceil(Math.log10(to)); exponent++) {
    for (const factor of factors) ticks.push(Number((factor * 10 ** exponent).toPrecision(12)));
  }
  return { isLogarithmic: true, low: from, high: to, ticks: ticks.filter((tick) => tick >= from && tick <= to) };
}

/** 1, 2 or 5 times a power of ten, not below `size`. */
function roundStep(size: number): number {
  const power = 10 ** Math.floor(Math.log10(size));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= size * (1 - 1e-9)) ?? 10);
}
