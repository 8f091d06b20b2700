import { html, type Markup } from '../html.js';
import type { ChartData, FrameData } from '../page/page-data.js';

/** All charts, and how to read them. */
export function curvesSection(charts: readonly ChartData[]): Markup {
  const note = html`<p class="note">Lines are means over two per cent of the steps; bands reach from the lowest to the highest value.</p>`;
  return html`<h2>Curves</h2>\n${note}<div class="charts">${charts.map(chartFigure)}</div>`;
}

/** The figure that the page's script draws a chart into. */
function chartFigure({ id, title, series }: ChartData): Markup {
  const legend = series.map(({ name }, index) => html`<li class="s${index % 6}"><i></i>${name}</li>`);
  return html`<figure class="card chart" id="${id}">
<figcaption><h3>${title}</h3><button class="log" type="button" aria-pressed="false" title="Logarithmic axis">log</button></figcaption>
${series.length > 1 ? html`<ul class="legend">${legend}</ul>` : undefined}
<div class="plot" role="img" tabindex="0"></div>
<p class="readout"></p>
</figure>`;
}

/** The figure that the page's script shows samples in; the newest frame is there without it. */
export function slideshowFigure(id: string, title: string, frames: readonly FrameData[]): Markup {
  const last = frames.at(-1) as FrameData;
  const stage =
    last.source === undefined
      ? html`<pre tabindex="0" aria-label="Sample text">${last.text}</pre>`
      : html`<img src="${last.source}" alt="Samples at step ${last.step}">`;
  return html`<figure class="card slideshow" id="${id}">
<figcaption><h3>${title}</h3></figcaption>
<div class="stage">${stage}</div>
<div class="controls">
<button class="play" type="button">Play</button>
<input type="range" min="0" max="${frames.length - 1}" value="${frames.length - 1}" aria-label="Training step of the samples">
<output>step ${last.step}</output>
</div>
</figure>`;
}
