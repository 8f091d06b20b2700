import { getGradient } from '@tensorflow/tfjs-core';
import '../../trace/repaired-gradients.js';
import { LOWERINGS } from '../index.js';
import { REFUSALS } from '../refusals.js';
import { ALL_CASES } from './cases/index.js';
import type { LoweringCase } from './lowering-case.js';

const INTRODUCTION = `# What the engine can trace

Written by \`npm run features\` from the tables in \`src/lower/testing/cases\`; a test fails where it is out of date.

Every kernel below is compared, on random shapes, values and layouts of memory, with TensorFlow.js's \`cpu\` backend: its values, and
where TensorFlow.js has a gradient, that of a weighted sum of them. **gradient** says "tested", "none" where TensorFlow.js has none, or
"part of one" for kernels that gradients are made of.
`;

const REFUSED = `
## Refused

These raise \`UnsupportedKernelError\` (E-ENGINE-001) with the reason.

| kernel | reason |
| --- | --- |`;

const IS_PART_OF_GRADIENT = /Grad$|Backprop/;

function gradientOf(kernel: string, cases: readonly LoweringCase[]): string {
  if (IS_PART_OF_GRADIENT.test(kernel)) return 'part of one';
  if (cases.some(({ gradient }) => gradient)) return 'tested';
  return getGradient(kernel) === undefined ? 'none' : 'zero';
}

function row(kernel: string): string {
  const cases = ALL_CASES.filter(({ kernels }) => kernels.includes(kernel));
  const notes = new Set(cases.filter(({ kernels }) => kernels[0] === kernel).flatMap(({ note }) => note ?? []));
  const variants = new Set(cases.filter(({ kernels }) => kernels[0] === kernel).flatMap(({ variant }) => variant || []));
  const values = variants.size === 0 ? 'tested' : `tested: ${[...variants].join('; ')}`;
  return `| ${kernel} | ${cases.length === 0 ? 'no' : values} | ${gradientOf(kernel, cases)} | ${[...notes].join('; ')} |`;
}

/** FEATURES.md as the tables have it. */
export function featureTable(): string {
  const kernels = Object.keys(LOWERINGS).sort((a, b) => a.localeCompare(b, 'en'));
  const refused = Object.entries(REFUSALS).map(([kernel, reason]) => `| ${kernel} | ${reason} |`);
  const header = `\n${kernels.length} kernels.\n\n| kernel | values | gradient | notes |\n| --- | --- | --- | --- |`;
  return `${[`${INTRODUCTION}${header}`, ...kernels.map(row), REFUSED, ...refused].join('\n')}\n`;
}
