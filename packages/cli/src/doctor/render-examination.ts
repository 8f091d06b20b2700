import type { Palette } from '@aigc/cli-kit';
import type { CheckStatus, Finding, Section } from './check.js';

const LABELS: Record<CheckStatus, string> = { ok: 'ok', absent: '-', warning: 'warning', problem: 'PROBLEM' };

/** A section as a person reads it: its title, one line a finding, and what to do below it. */
export function renderSection({ title, findings }: Section, palette: Palette): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  return [palette.bold(title), ...findings.flatMap((finding) => renderFinding(finding, width, palette)), ''].join('\n');
}

/** The last line. */
export function renderVerdict(problemCount: number, palette: Palette): string {
  if (problemCount === 0) return palette.green('everything that aigc needs works');
  return palette.red(`${problemCount} problem${problemCount === 1 ? '' : 's'}, see above`);
}

function renderFinding({ name, status, summary, hints }: Finding, width: number, palette: Palette): string[] {
  const paint = { ok: palette.green, absent: palette.dim, warning: palette.yellow, problem: palette.red }[status];
  const indent = ' '.repeat(width + 13);
  return [
    `  ${paint(LABELS[status].padEnd(7))}  ${name.padEnd(width)}  ${summary}`,
    ...hints.map((hint) => `${indent}${palette.cyan('help')}: ${hint}`),
  ];
}
