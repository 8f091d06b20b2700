import type { RunSummary } from '../../run-catalog/run-summary.js';
import { metricTitle } from '../charts.js';
import { html, type Markup } from '../html.js';
import { count, figure, megabytes } from './table.js';

/** The few figures that a person asks for first. */
export function factTiles(run: RunSummary): Markup {
  const { metrics, best, files } = run;
  const loss = metrics.loss ?? metrics.generatorLoss;
  const speed = metrics.itemsPerSecond;
  const unit = files.data.kind === 'text' ? 'tokens' : 'pictures';
  const tiles = [
    tile('Steps', count(run.lastStep)),
    best === null
      ? undefined
      : tile(`Best ${metricTitle(best.metric).toLowerCase()}`, figure(best.value), `at step ${count(best.step)}`),
    loss === undefined
      ? undefined
      : tile(metrics.loss === undefined ? 'Generator loss' : 'Training loss', figure(loss.last.value), 'last'),
    speed === undefined ? undefined : tile('Speed', figure(speed.last.value), `${unit} a second`),
    tile('Training data', count(files.data.files.length), files.data.files.length === 1 ? 'file' : 'files'),
    tile('Size on disk', megabytes(run.bytes)),
  ];
  return html`<dl class="facts">${tiles.filter((one) => one !== undefined)}</dl>`;
}

function tile(name: string, value: string, note?: string): Markup {
  return html`<div><dt>${name}</dt><dd>${value}${note === undefined ? undefined : html` <small>${note}</small>`}</dd></div>`;
}
