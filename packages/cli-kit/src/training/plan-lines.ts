import type { TrainingEstimate } from '@aigc/core';
import { displayPath } from '../text/display-path.js';
import { formatDuration } from '../text/format-duration.js';
import { formatBytes, formatCount, formatRate } from '../text/format-number.js';

/** What `--dry-run` says to a person. */
export function planLines(plan: TrainingEstimate, cwd: string): string[] {
  const { data, device, memory, time, itemUnit } = plan;
  const from = plan.startStep === 0 ? '' : `, on from step ${formatCount(plan.startStep)}`;
  const shape = data.exampleShape.join('x');
  const what = itemUnit === 'images' ? `${shape} pixels` : `stretches of ${shape} tokens`;
  const classes = data.facts.kind === 'images' ? data.facts.classes : [];
  const labelled = classes.length === 0 ? '' : `, ${classes.length} classes (${shortList(classes)})`;
  const rows: [string, string][] = [
    ['run', `${displayPath(plan.run, cwd)}${from}; nothing was written`],
    ['model', `${plan.family} ${plan.model}, ${formatCount(plan.parameterCount)} parameters, seed ${plan.seed}`],
    ['data', `${formatCount(data.trainCount)} to learn from, ${formatCount(data.validationCount)} held out; ${what}${labelled}`],
    ['device', `${device.name}: ${device.description}`],
    ['memory', `${formatBytes(memory.state)} state, ${formatBytes(memory.measured)} in all (measured)`],
    [
      'step',
      `${formatMs(time.stepMs)}, ${formatRate(time.itemsPerSecond)} ${itemUnit}/s; compiling took ${formatMs(time.compileMs)}`,
    ],
    ['time', timeText(plan)],
    [
      'settings',
      Object.entries(plan.config)
        .map(([name, value]) => `${name}=${shown(value)}`)
        .join(' '),
    ],
  ];
  return rows.map(([name, text]) => `${name.padEnd(9)} ${text}`);
}

function timeText({ time }: TrainingEstimate): string {
  if (time.steps === undefined || time.seconds === undefined) return 'no limit: give --steps or --budget';
  return `${formatDuration(time.seconds)} for ${formatCount(time.steps)} steps; checkpoints, samples and validation come on top`;
}

function formatMs(milliseconds: number): string {
  if (milliseconds >= 10_000) return formatDuration(milliseconds / 1000);
  return milliseconds >= 1000 ? `${(milliseconds / 1000).toFixed(1)} s` : `${milliseconds.toPrecision(3)} ms`;
}

function shortList(names: readonly string[]): string {
  return names.length <= 6 ? names.join(', ') : `${names.slice(0, 5).join(', ')}, ...`;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
