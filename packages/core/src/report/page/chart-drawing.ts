import { type Axis, axisOver, formatValue, positionOn } from './axis-ticks.js';
import type { SeriesData } from './page-data.js';

/** Size of a drawing in CSS pixels. */
export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/** A drawing, and what is needed to find a place in it again. */
export interface ChartDrawing {
  /** An SVG element. */
  readonly markup: string;
  readonly xOf: (step: number) => number;
  readonly yOf: (value: number) => number;
  readonly stepAt: (x: number) => number;
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
}

const MARGIN = { left: 54, right: 14, top: 10, bottom: 26 };

/** Draws curves with axes: a band from the smallest to the largest value of each bucket, and the line of the means. */
export function drawChart(series: readonly SeriesData[], { width, height }: ChartSize, isLogarithmic: boolean): ChartDrawing {
  const plot = { left: MARGIN.left, right: width - MARGIN.right, top: MARGIN.top, bottom: height - MARGIN.bottom };
  const x = axisOver(0, Math.max(1, ...series.map(({ steps }) => steps.at(-1) ?? 1)), Math.max(2, width / 110), false);
  const y = valueAxis(series, height, isLogarithmic);
  const xOf = (step: number): number => plot.left + positionOn(x, step) * (plot.right - plot.left);
  const yOf = (value: number): number => plot.bottom - positionOn(y, value) * (plot.bottom - plot.top);
  const stepAt = (at: number): number => x.low + ((at - plot.left) / (plot.right - plot.left)) * (x.high - x.low);
  const rows = y.ticks.map((tick) => {
    const at = yOf(tick).toFixed(1);
    const line = `<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${at}" y2="${at}"/>`;
    return `${line}<text class="tick" x="${plot.left - 8}" y="${at}" dy="0.32em" text-anchor="end">${formatValue(tick, 3)}</text>`;
  });
  const columns = x.ticks.map((tick) => {
    const at = xOf(tick);
    const anchor = at > plot.right - 20 ? 'end' : 'middle';
    return `<text class="tick" x="${at.toFixed(1)}" y="${plot.bottom + 18}" text-anchor="${anchor}">${formatValue(tick)}</text>`;
  });
  const curves = series.map((one, index) => `<g class="series s${index % 6}">${drawSeries(one, xOf, yOf)}</g>`);
  const content = [...rows, ...columns, ...curves, '<g class="cursor"></g>'].join('');
  const markup = `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">${content}</svg>`;
  return { markup, xOf, yOf, stepAt, plot };
}

/** Over the means, not the extremes: one outlier shall not flatten the curve; bands are clipped by the frame. */
function valueAxis(series: readonly SeriesData[], height: number, isLogarithmic: boolean): Axis {
  const values = series.flatMap(({ means }) => means);
  const low = Math.min(...values);
  const high = Math.max(...values);
  const margin = isLogarithmic ? 1.06 : (high - low) * 0.06;
  const [from, to] = isLogarithmic ? [low / margin, high * margin] : [low - margin, high + margin];
  return axisOver(from, to, Math.max(2, height / 46), isLogarithmic);
}

type Place = (value: number) => number;

function drawSeries({ steps, means, lows, highs, isSparse }: SeriesData, xOf: Place, yOf: Place): string {
  const point = (values: readonly number[]) => (step: number, index: number) =>
    `${xOf(step).toFixed(1)} ${yOf(values[index] as number).toFixed(1)}`;
  const line = `<path class="line" d="M${steps.map(point(means)).join('L')}"/>`;
  const dots =
    isSparse && steps.length <= 60 ? steps.map((step, index) => dot(xOf(step), yOf(means[index] as number))).join('') : '';
  if (lows === undefined || highs === undefined) return line + dots;
  const outline = [...steps.map(point(highs)), ...steps.map(point(lows)).reverse()];
  return `<path class="band" d="M${outline.join('L')}Z"/>${line}${dots}`;
}

function dot(x: number, y: number): string {
  return `<circle class="dot" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="2.6"/>`;
}
