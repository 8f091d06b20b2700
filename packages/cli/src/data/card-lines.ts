import { formatCount, type Palette, printable } from '@aigc/cli-kit';
import type { DataCard, Spread } from '@aigc/core';

const LABEL_WIDTH = 16;
const SHOWN = 8;

/** The card of a data set as a person reads it, one fact a line. */
export function cardLines(card: DataCard, palette: Palette): string[] {
  const { bad, duplicates, nearDuplicates } = card;
  const facts: (readonly [label: string, text: string])[] = [
    ['pictures', `${formatCount(card.count)} usable, ${bad.length === 0 ? 'none' : palette.red(formatCount(bad.length))} broken`],
    ['sizes', sizesText(card)],
    ['colours', channelsText(card)],
    ['pixels', pixelsText(card)],
    ['classes', classesText(card)],
    ['held out', heldOutText(card)],
    ['copies', groupsText(duplicates, 'no two files have the same bytes')],
    ['look alike', groupsText(nearDuplicates.groups, 'none')],
  ];
  const lines = facts.map(([label, text]) => `${palette.dim(label.padEnd(LABEL_WIDTH))}${text}`);
  return [
    ...lines,
    ...listed(
      'broken',
      bad.map(({ path, reason }) => `${path}: ${reason}`),
      palette,
    ),
    ...changeLines(card, palette),
  ];
}

function sizesText({ sizes, width, height, aspectRatio }: DataCard): string {
  const [first] = sizes;
  if (first === undefined) return 'none';
  if (sizes.length === 1) return `all ${first.width} x ${first.height}`;
  const range = ({ min, median, max }: Spread): string => `${min} to ${max} (median ${median})`;
  const ratio = `${aspectRatio.min.toFixed(2)} to ${aspectRatio.max.toFixed(2)}`;
  return `width ${range(width)}, height ${range(height)}, aspect ratio ${ratio}`;
}

function channelsText({ channels: { grey, color, alpha } }: DataCard): string {
  const parts = [`${formatCount(color)} in colour`, `${formatCount(grey)} grey`];
  return (alpha === 0 ? parts : [...parts, `${formatCount(alpha)} with transparency`]).join(', ');
}

function pixelsText({ pixels: { mean, deviation }, policy }: DataCard): string {
  const digits = (values: readonly number[]): string => values.map((value) => value.toFixed(3)).join(' ');
  const form = policy.crops ? 'of whole pictures' : `of ${policy.size} x ${policy.size} squares (${policy.fit})`;
  return `mean ${digits(mean)}, deviation ${digits(deviation)}, ${form}`;
}

function classesText({ classes }: DataCard): string {
  if (classes.length === 0) return 'none';
  const counts = classes.map(({ count }) => count);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const balance = least === most ? `${formatCount(least)} each` : `${formatCount(least)} to ${formatCount(most)} each`;
  const shown = classes.slice(0, SHOWN).map(({ name, count }) => `${printable(name)} ${formatCount(count)}`);
  return `${classes.length}, ${balance}: ${shown.join(', ')}${classes.length > SHOWN ? ' ...' : ''}`;
}

function heldOutText({ split, count, policy }: DataCard): string {
  if (policy.crops) return 'the lowest rows of each picture that is tall enough';
  return `${formatCount(split.validation)} of ${formatCount(count)} at a share of ${split.validationShare}`;
}

function groupsText(groups: readonly (readonly string[])[], none: string): string {
  if (groups.length === 0) return none;
  const count = groups.reduce((sum, group) => sum + group.length, 0);
  const example = (groups[0] as readonly string[]).slice(0, 3).map(printable).join(' = ');
  return `${formatCount(count)} pictures in ${formatCount(groups.length)} groups, such as ${example}`;
}

function changeLines({ changes }: DataCard, palette: Palette): string[] {
  if (changes === undefined) return [];
  const { changed, missing, added } = changes;
  if (changed.length + missing.length + added.length === 0) return [palette.green('every file is as the index says')];
  return [...listed('changed', changed, palette), ...listed('missing', missing, palette), ...listed('new', added, palette)];
}

function listed(label: string, items: readonly string[], palette: Palette): string[] {
  const shown = items.slice(0, SHOWN).map((item) => `${palette.red(label.padEnd(LABEL_WIDTH))}${printable(item)}`);
  const more = items.length - shown.length;
  return more === 0 ? shown : [...shown, `${' '.repeat(LABEL_WIDTH)}and ${formatCount(more)} more; --json lists them all`];
}
