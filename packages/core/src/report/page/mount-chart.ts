/// <reference lib="dom" />
import { formatValue } from './axis-ticks.js';
import { type ChartDrawing, drawChart } from './chart-drawing.js';
import type { ChartData, SeriesData } from './page-data.js';

const HEIGHT = 240;

/** Brings a chart to life in its figure: drawn to its width, a cursor for pointer and arrow keys, a switch to a log axis. */
export function mountChart(figure: HTMLElement, { series, isLogarithmic, title }: ChartData): void {
  const plot = figure.querySelector<HTMLElement>('.plot') as HTMLElement;
  const readout = figure.querySelector<HTMLElement>('.readout') as HTMLElement;
  const toggle = figure.querySelector<HTMLButtonElement>('.log') as HTMLButtonElement;
  const steps = [...new Set(series.flatMap((one) => one.steps))].sort((a, b) => a - b);
  const lastStep = steps.at(-1) ?? 0;
  let isLog = isLogarithmic;
  let cursor: number | undefined;
  let drawing: ChartDrawing | undefined;

  const draw = (): void => {
    drawing = drawChart(series, { width: Math.max(260, plot.clientWidth), height: HEIGHT }, isLog);
    plot.innerHTML = drawing.markup;
    toggle.setAttribute('aria-pressed', String(isLog));
    point(cursor);
  };
  const point = (step: number | undefined): void => {
    cursor = step;
    if (drawing === undefined) return;
    const shown = step === undefined ? lastStep : nearest(steps, step);
    readout.innerHTML = readoutMarkup(series, shown);
    const group = plot.querySelector('.cursor') as Element;
    group.innerHTML = step === undefined ? '' : cursorMarkup(series, drawing, shown);
  };

  plot.addEventListener('pointermove', (event) => point(drawing?.stepAt(event.clientX - plot.getBoundingClientRect().left)));
  plot.addEventListener('pointerleave', () => point(undefined));
  plot.addEventListener('blur', () => point(undefined));
  plot.addEventListener('keydown', (event) => {
    const move = {
      ArrowLeft: -1,
      ArrowRight: 1,
      PageDown: -20,
      PageUp: 20,
      Home: Number.NEGATIVE_INFINITY,
      End: Number.POSITIVE_INFINITY,
    };
    const by = move[event.key as keyof typeof move];
    if (by === undefined) return;
    event.preventDefault();
    const at = cursor === undefined ? steps.length - 1 : steps.indexOf(nearest(steps, cursor));
    point(steps[Math.min(steps.length - 1, Math.max(0, at + by))]);
  });
  toggle.hidden = series.some(({ means }) => means.some((value) => value <= 0));
  toggle.addEventListener('click', () => {
    isLog = !isLog;
    draw();
  });
  plot.setAttribute('aria-label', `${title}. ${series.map(describe).join('. ')}. Arrow keys move through the steps.`);
  new ResizeObserver(draw).observe(plot);
}

/** The nearest of ascending steps. */
export function nearest(steps: readonly number[], step: number): number {
  return steps.reduce(
    (best, candidate) => (Math.abs(candidate - step) < Math.abs(best - step) ? candidate : best),
    steps[0] ?? 0,
  );
}

function describe({ name, steps, means }: SeriesData): string {
  const [first, last] = [means[0] ?? 0, means.at(-1) ?? 0];
  return `${name}: ${formatValue(first)} at step ${steps[0] ?? 0}, ${formatValue(last)} at step ${steps.at(-1) ?? 0}`;
}

function readoutMarkup(series: readonly SeriesData[], step: number): string {
  const values = series.map(({ steps, means, lows, highs }, index) => {
    const at = steps.indexOf(nearest(steps, step));
    const spread =
      lows === undefined || highs === undefined ? '' : ` (${formatValue(lows[at] ?? 0)} – ${formatValue(highs[at] ?? 0)})`;
    return `<span class="value s${index % 6}"><i></i>${formatValue(means[at] ?? 0)}<small>${spread}</small></span>`;
  });
  return `<span class="step">step ${step.toLocaleString('en-US')}</span>${values.join('')}`;
}

function cursorMarkup(series: readonly SeriesData[], { xOf, yOf, plot }: ChartDrawing, step: number): string {
  const x = xOf(step).toFixed(1);
  const dots = series.map(({ steps, means }, index) => {
    const near = nearest(steps, step);
    const y = yOf(means[steps.indexOf(near)] ?? 0).toFixed(1);
    return `<circle class="mark s${index % 6}" cx="${xOf(near).toFixed(1)}" cy="${y}" r="4"/>`;
  });
  return `<line x1="${x}" x2="${x}" y1="${plot.top}" y2="${plot.bottom}"/>${dots.join('')}`;
}
