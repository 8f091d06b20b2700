import type { ImageEvaluation, Judgement } from '@aigc/core';

/** One figure of a set of pictures; undefined where it has none. */
type Figure = (judgement: Judgement) => string | undefined;

/** The figures of an evaluation as a table, and what they depend on. */
export function evaluationLines(evaluation: ImageEvaluation): string[] {
  const { names, samples, heldOut, untrained, reference, extractor, resize, step } = evaluation;
  const columns = [
    { title: 'samples', judgement: samples },
    ...(heldOut === null ? [] : [{ title: 'held-out', judgement: heldOut }]),
    ...(untrained === null ? [] : [{ title: 'untrained', judgement: untrained }]),
  ];
  const rows: readonly (readonly [name: string, figure: Figure])[] = [
    ['N', ({ count }) => String(count)],
    [names.frechet, ({ frechetDistance }) => significant(frechetDistance)],
    [names.kernel, ({ kernelDistance }) => significant(kernelDistance.mean)],
    ['precision', ({ precision }) => precision.toFixed(3)],
    ['recall', ({ recall }) => recall.toFixed(3)],
    ['nearest picture', ({ nearestDistance }) => significant(nearestDistance)],
    ['class confidence', ({ classes }) => classes?.confidence.toFixed(3)],
    ['class ratio', ({ classes }) => (classes === null ? undefined : (classes.ratio?.toFixed(2) ?? 'one is missing'))],
  ];
  const cells = [
    ['', ...columns.map(({ title }) => title)],
    ...rows
      .map(([name, figure]) => [name, ...columns.map(({ judgement }) => figure(judgement))])
      .filter((row): row is string[] => row.every((cell) => cell !== undefined)),
  ];
  const widths = cells[0]?.map((_, i) => Math.max(...cells.map((row) => (row[i] as string).length))) ?? [];
  const table = cells.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number))).join('  '),
  );
  const accuracy = extractor.accuracy === null ? '' : `, knows ${(100 * extractor.accuracy).toFixed(1)} % of held-out pictures`;
  return [
    ...table,
    `step ${step}; extractor ${extractor.name} ${extractor.hash} (${extractor.featureSize} features${accuracy})`,
    `compared with ${reference.count} pictures of the ${reference.part} split; resized: ${resize}`,
  ];
}

function significant(value: number): string {
  return String(Number(value.toPrecision(4)));
}
