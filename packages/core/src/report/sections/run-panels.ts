import { isRanked } from '../../run-catalog/metric-summary.js';
import type { RunSummary } from '../../run-catalog/run-summary.js';
import { metricTitle } from '../charts.js';
import { html, type Markup } from '../html.js';
import { count, factTable, figure, megabytes, type Row, settingText } from './table.js';

const MAX_LISTED = 20;

/** What the model learnt from. */
export function dataPanel({ files: { data } }: RunSummary): Markup {
  const reading = Object.entries(data.reading ?? {}).map(([name, value]): Row => [metricTitle(name), settingText(value)]);
  const skipped = data.skipped.slice(0, MAX_LISTED).map(({ path, reason }) => html`<tr><td>${path}</td><td>${reason}</td></tr>`);
  const rows: Row[] = [
    ['Name', nameOf(data.path ?? '')],
    ['Kind', data.kind],
    ['Files', count(data.files.length)],
    ...reading,
    ['Left out', data.skipped.length === 0 ? 'none' : `${count(data.skipped.length)} broken files`],
    ['Hash', html`<code>${data.hash}</code>`],
  ];
  const details = html`<details><summary>Files that were left out</summary><table><tbody>${skipped}</tbody></table></details>`;
  return panel('Data', html`${factTable('Data', rows)}${skipped.length === 0 ? undefined : details}`);
}

/** The settings of the model and of training. */
export function configPanel({ files: { config, info } }: RunSummary): Markup {
  const habits = Object.entries(info.habits ?? {}).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  const rows = [...Object.entries(config), ...habits].map(([name, value]): Row => [metricTitle(name), settingText(value)]);
  return panel('Configuration', factTable('Configuration', [...rows, ['Seed', String(info.seed)]]));
}

/** Last and best of each metric. */
export function metricsPanel({ metrics }: RunSummary): Markup {
  const rows = Object.entries(metrics).map(([name, { last, best }]) => {
    const [value, step] = isRanked(name) ? [figure(best.value), count(best.step)] : ['', ''];
    return html`<tr><th scope="row">${metricTitle(name)}</th><td class="number">${figure(last.value)}</td>
<td class="number">${value}</td><td class="number">${step}</td></tr>`;
  });
  const head = html`<thead><tr><th scope="col">Metric</th><th scope="col" class="number">Last</th><th scope="col" class="number">Best</th><th scope="col" class="number">at step</th></tr></thead>`;
  return panel('Metrics', html`<div class="scroll"><table aria-label="Metrics">${head}<tbody>${rows}</tbody></table></div>`);
}

/** What can be gone back to. */
export function checkpointsPanel({ checkpoints, best }: RunSummary): Markup {
  const rows = checkpoints.map(
    ({ step, bytes }, index) => html`<tr><th scope="row">step ${count(step)}</th><td class="number">${megabytes(bytes)}</td>
<td>${[index === 0 ? 'newest' : '', step === best?.step ? 'best' : ''].filter((word) => word !== '').join(', ')}</td></tr>`,
  );
  const table = html`<table aria-label="Checkpoints"><tbody>${rows}</tbody></table>`;
  return panel('Checkpoints', checkpoints.length === 0 ? html`<p>None was written.</p>` : table);
}

/** Where the run comes from, and how to go on with it. */
export function provenancePanel(run: RunSummary): Markup {
  const { info, data } = run.files;
  const { transfer } = info;
  const rows: Row[] = [
    ['Begun', info.createdAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')],
    ['aigc', info.aigcVersion],
    ['Model', `${info.family} / ${info.model}`],
    ['First weights', transfer === undefined ? `drawn from seed ${info.seed}` : `${transfer.run}, step ${count(transfer.step)}`],
    ['Their state', transfer === undefined ? undefined : html`<code>${transfer.stateHash}</code>`],
    ['Data hash', html`<code>${data.hash}</code>`],
    ['State hash', run.stateHash === null ? undefined : html`<code>${run.stateHash}</code> (step ${count(run.step)})`],
    ...Object.entries(info.environment).map(([name, value]): Row => [metricTitle(name), settingText(value)]),
  ];
  const commands = html`<div class="commands"><code>aigc generate ${run.name}</code><code>aigc train ${info.family} --resume ${run.name}</code></div>`;
  return panel('Provenance', html`${factTable('Provenance', rows)}${commands}`);
}

function panel(title: string, content: Markup): Markup {
  return html`<section class="card"><h3>${title}</h3>${content}</section>`;
}

/** The last part of a path: a page travels, and says nothing about the machine. */
function nameOf(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? '–';
}
