import type { TrainingEvent } from '@aigc/plugin-api';
import { displayPath } from '../text/display-path.js';
import { formatDuration } from '../text/format-duration.js';
import { formatBytes, formatCount, formatMetric, formatRate } from '../text/format-number.js';
import { printable } from '../text/printable.js';

type EventOf<Type extends TrainingEvent['type']> = Extract<TrainingEvent, { type: Type }>;

/** Facts that are told once, when a run begins. */
export function startLines(start: EventOf<'run-start'>, cwd: string): string[] {
  const { device } = start;
  return [
    `run         ${displayPath(start.run, cwd)}`,
    `model       ${start.family}/${start.model}, ${formatCount(start.parameterCount)} parameters, seed ${start.seed}`,
    `data        ${formatCount(start.data.count)} ${start.itemUnit}, ${exampleText(start)}, batch ${start.batchSize}`,
    `device      ${deviceText(device)}`,
    ...(start.startStep > 0 ? [`resumed     from step ${formatCount(start.startStep)}`] : []),
  ];
}

/** `64x64x3`, `context 64`. */
function exampleText({ exampleShape, itemUnit }: EventOf<'run-start'>): string {
  return itemUnit === 'tokens' ? `context ${exampleShape.join()}` : exampleShape.join('x');
}

/** `cpu, 94 GFLOP/s (AMD EPYC 7763, 2 threads)`. */
export function deviceText(device: EventOf<'run-start'>['device']): string {
  return `${device.name}, ${formatRate(device.gigaflops)} GFLOP/s (${printable(device.description)})`;
}

/** `reading 120/4000`. */
export function preparingText(event: EventOf<'progress'>): string {
  return `${event.stage} ${formatCount(event.done)}/${formatCount(event.total)}`;
}

/** `step 120/2,000`, or without the limit. */
export function stepText(step: number, totalSteps: number | undefined): string {
  return `step ${formatCount(step)}${totalSteps === undefined ? '' : `/${formatCount(totalSteps)}`}`;
}

/** One line about where the run stands. */
export function stepLine(event: EventOf<'step-end'>, start: EventOf<'run-start'> | undefined): string {
  const metrics = Object.entries(event.metrics).map(([name, value]) => `${name} ${formatMetric(value)}`);
  const facts = [
    stepText(event.step, start?.totalSteps),
    `${formatRate(event.itemsPerSecond)} ${start?.itemUnit ?? 'items'}/s`,
    `ETA ${formatDuration(event.etaS)}`,
  ];
  return [...facts, ...metrics].join('  ');
}

/** What stays in the scrollback: files written, validations. Undefined for every other event. */
export function milestoneLine(event: TrainingEvent, cwd: string): string | undefined {
  if (event.type === 'checkpoint-written') {
    return `checkpoint  step ${formatCount(event.step)}  ${displayPath(event.path, cwd)} (${formatBytes(event.bytes)})`;
  }
  if (event.type === 'validation-end') {
    const metrics = Object.entries(event.metrics).map(([name, value]) => `${name} ${formatMetric(value)}`);
    return `validation  step ${formatCount(event.step)}  ${metrics.join('  ')}${event.isBest ? '  best so far' : ''}`;
  }
  if (event.type === 'samples-written') return `samples     step ${formatCount(event.step)}  ${displayPath(event.path, cwd)}`;
  return undefined;
}
