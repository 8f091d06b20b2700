import { compareSettings } from '../run-catalog/compare-settings.js';
import type { ListedRun } from '../run-catalog/list-runs.js';
import { chartsOf } from './charts.js';
import { html, type Markup } from './html.js';
import { pageDocument } from './page-frame.js';
import { PICTURE_BUDGET } from './run-report.js';
import { sampleFrames } from './sample-frames.js';
import { curvesSection, slideshowFigure } from './sections/figures.js';
import { figure, settingText } from './sections/table.js';
import { verdictSection } from './sections/verdict-section.js';

/** One page about several runs: curves over each other, samples of the same step side by side, settings that differ. */
export async function comparisonReport(runs: readonly ListedRun[]): Promise<string> {
  const charts = chartsOf(runs.map(({ summary, history }) => ({ label: summary.name, history })));
  const shown = await Promise.all(
    runs.map(async ({ summary }, index) => ({
      id: `samples-${index}`,
      title: summary.name,
      frames: await sampleFrames(summary.samples, PICTURE_BUDGET / runs.length),
    })),
  );
  const slideshows = shown.filter(({ frames }) => frames.length > 0);
  const figures = slideshows.map(({ id, title, frames }) => slideshowFigure(id, title, frames));
  const verdicts = runs.map(({ summary }) => html`<div><h3>${summary.name}</h3>${verdictSection(summary.verdict)}</div>`);
  return pageDocument({
    title: runs.map(({ summary }) => summary.name).join(' and '),
    subtitle: `${runs.length} runs compared`,
    body: [
      html`<h2>Verdicts</h2>\n<div class="panels">${verdicts}</div>`,
      html`<h2>Results</h2>\n<div class="card scroll">${resultsTable(runs)}</div>`,
      figures.length === 0 ? html`` : html`<h2>Samples at the same step</h2>\n<div class="slideshows">${figures}</div>`,
      curvesSection(charts),
      html`<h2>Settings</h2>\n<div class="card scroll">${settingsTable(runs)}</div>`,
    ],
    data: { charts, slideshows },
  });
}

function resultsTable(runs: readonly ListedRun[]): Markup {
  const names = [...new Set(runs.flatMap(({ summary }) => Object.keys(summary.metrics)))];
  const rows = names.map((name) => {
    const cells = runs.map(({ summary: { metrics } }) => {
      const metric = metrics[name];
      if (metric === undefined) return html`<td class="number">–</td>`;
      return html`<td class="number">${figure(metric.last.value)} <small>(best ${figure(metric.best.value)})</small></td>`;
    });
    return html`<tr><th scope="row">${name}</th>${cells}</tr>`;
  });
  return html`<table aria-label="Results">${head(runs, 'number')}<tbody>${rows}</tbody></table>`;
}

function settingsTable(runs: readonly ListedRun[]): Markup {
  const rows = compareSettings(runs.map(({ summary }) => summary.files)).map(({ name, values, differs }) => {
    const cells = values.map((value) => html`<td>${value === undefined ? '–' : settingText(value)}</td>`);
    return html`<tr class="${differs ? 'differs' : 'same'}"><th scope="row">${name}</th>${cells}</tr>`;
  });
  return html`<table aria-label="Settings">${head(runs, '')}<tbody>${rows}</tbody></table>`;
}

function head(runs: readonly ListedRun[], cellClass: string): Markup {
  const cells = runs.map(({ summary }) => html`<th scope="col" class="${cellClass}">${summary.name}</th>`);
  return html`<thead><tr><th scope="col"></th>${cells}</tr></thead>`;
}
