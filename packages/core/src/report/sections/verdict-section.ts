import type { Finding, Verdict } from '@aigc/plugin-api';
import { html, type Markup } from '../html.js';

const SIGNS = { good: '✓ good', unclear: '? unclear', bad: '✕ bad' } as const;

/** The verdict with what was found and what to try next. */
export function verdictSection({ level, summary, findings }: Verdict): Markup {
  const [first, ...rest] = findings;
  // the summary says what the first finding says; its hint it does not
  const hint = first?.hint === undefined ? undefined : html`<p class="hint">${asSentence(first.hint)}</p>`;
  const list = rest.length === 0 ? undefined : html`<ul class="findings">${rest.map(finding)}</ul>`;
  return html`<section class="card verdict ${level}" aria-label="Verdict">
<p class="level">${SIGNS[level]}</p>
<p class="summary">${summary}</p>
${hint}${list}
</section>`;
}

function finding({ message, hint }: Finding): Markup {
  return html`<li><b>${message}</b>${hint === undefined ? undefined : html`<span>${asSentence(hint)}</span>`}</li>`;
}

function asSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
