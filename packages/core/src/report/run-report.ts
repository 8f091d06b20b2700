import type { ListedRun } from '../run-catalog/list-runs.js';
import { chartsOf } from './charts.js';
import { html, type Markup } from './html.js';
import type { FrameData } from './page/page-data.js';
import { pageDocument } from './page-frame.js';
import { sampleFrames } from './sample-frames.js';
import { factTiles } from './sections/fact-tiles.js';
import { curvesSection, slideshowFigure } from './sections/figures.js';
import { checkpointsPanel, configPanel, dataPanel, metricsPanel, provenancePanel } from './sections/run-panels.js';
import { verdictSection } from './sections/verdict-section.js';

/** Bytes that the sample pictures of a page may take; base64 makes four thirds of them. */
export const PICTURE_BUDGET = 1_200_000;

/** One page about one run. @throws DecodeError for a damaged sample sheet. */
export async function runReport({ summary, history }: ListedRun): Promise<string> {
  const charts = chartsOf([{ label: undefined, history }]);
  const frames = await sampleFrames(summary.samples, PICTURE_BUDGET);
  const results = html`<div class="beside">${[metricsPanel(summary), checkpointsPanel(summary)]}</div>`;
  const { family, model, createdAt } = summary.files.info;
  return pageDocument({
    title: summary.name,
    subtitle: `${family} / ${model}, begun ${createdAt.slice(0, 10)}${summary.writer === null ? '' : ', still training'}`,
    body: [
      verdictSection(summary.verdict),
      factTiles(summary),
      html`<h2>Results</h2>\n<div class="slideshows">${[...samples(frames), results]}</div>`,
      curvesSection(charts),
      html`<h2>Details</h2>\n<div class="panels">${[configPanel(summary), dataPanel(summary), provenancePanel(summary)]}</div>`,
    ],
    data: { charts, slideshows: frames.length === 0 ? [] : [{ id: 'samples', frames }] },
  });
}

function samples(frames: readonly FrameData[]): Markup[] {
  return frames.length === 0 ? [] : [slideshowFigure('samples', 'Samples of the same seeds, over training', frames)];
}
