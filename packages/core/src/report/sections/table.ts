import { html, type Markup } from '../html.js';

/** A row: its name, and what it holds. */
export type Row = readonly [name: string, value: string | number | Markup | undefined];

/** A table of names and values; rows without a value are left out. */
export function factTable(caption: string, rows: readonly Row[]): Markup {
  const known = rows.filter(([, value]) => value !== undefined);
  const body = known.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`);
  return html`<table aria-label="${caption}"><tbody>${body}</tbody></table>`;
}

/** A setting as a person reads it: texts bare, the rest as JSON. */
export function settingText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '–');
}

/** A number with thousands separated. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** Four significant digits. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e7)) return value.toExponential(2);
  return Number(value.toPrecision(4)).toLocaleString('en-US', { maximumFractionDigits: 6 });
}

/** Megabytes, with one digit below ten. */
export function megabytes(bytes: number): string {
  const size = bytes / 1e6;
  return `${size >= 10 ? Math.round(size) : size.toFixed(size >= 0.1 ? 1 : 3)} MB`;
}
