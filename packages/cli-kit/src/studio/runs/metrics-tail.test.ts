import { appendFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { MetricsTail } from './metrics-tail.js';

let run = '';
let file = '';

beforeEach(async () => {
  run = await mkdtemp(join(tmpdir(), 'aigc-'));
  file = join(run, 'metrics.jsonl');
});
afterEach(() => rm(run, { recursive: true, force: true }));

const line = (step: number, loss: number): string => `${JSON.stringify({ step, loss, itemsPerSecond: 10 * step })}\n`;

describe('MetricsTail', () => {
  test('has nothing to say before there is a file', async () => {
    expect(await new MetricsTail(run).poll()).toBe(false);
  });

  test('reads what was added, each line once, and leaves a line that is being written', async () => {
    const tail = new MetricsTail(run);
    await writeFile(file, `${line(1, 3)}${line(2, 2)}{"step":3,"lo`);
    expect(await tail.poll()).toBe(true);
    expect([tail.lastStep, tail.values.get('loss'), tail.history.get('loss')?.points]).toEqual([2, 2, [3, 2]]);
    expect(await tail.poll()).toBe(false);

    await appendFile(file, 'ss":1}\n');

    expect(await tail.poll()).toBe(true);
    expect([tail.lastStep, tail.history.get('loss')?.points]).toEqual([3, [3, 2, 1]]);
    expect(tail.values.get('itemsPerSecond')).toBe(20);
  });

  test('reads a file of many chunks whole', async () => {
    const tail = new MetricsTail(run);
    const lines = Array.from({ length: 20_000 }, (_, i) => line(i + 1, 1 / (i + 1)));
    await writeFile(file, lines.join(''));

    await tail.poll();

    expect(tail.lastStep).toBe(20_000);
    expect(tail.values.get('loss')).toBe(1 / 20_000);
  });

  test('starts again when a resume has cut the file, which it does by replacing it', async () => {
    const tail = new MetricsTail(run);
    await writeFile(file, line(1, 3) + line(2, 2));
    await tail.poll();
    await writeFile(`${file}.new`, line(1, 3) + line(2, 9) + line(3, 8));
    await rename(`${file}.new`, file);

    await tail.poll();

    expect(tail.history.get('loss')?.points).toEqual([3, 9, 8]);
  });
});
