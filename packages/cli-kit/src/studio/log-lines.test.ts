import { describe, expect, test } from '@jest/globals';
import { readableLog } from './log-lines.js';

const stepEnd = (step: number): string =>
  JSON.stringify({ type: 'step-end', step, metrics: { loss: 0.5 }, itemsPerSecond: 100, waitShare: 0, elapsedS: 1, etaS: 65 });

describe('readableLog', () => {
  test('turns events into words, and thins steps out to one in ten and the newest', () => {
    const lines = ['hello', ...Array.from({ length: 25 }, (_, i) => stepEnd(i + 1)), '{"type":"warning","message":"slow disk"}'];

    // line 0 is no event; lines 10 and 20 are steps 10 and 20, step 25 is the last in its row
    expect(readableLog(lines, '/')).toEqual([
      'hello',
      'step 10  100 items/s  ETA 1m 05s  loss 0.5000',
      'step 20  100 items/s  ETA 1m 05s  loss 0.5000',
      'step 25  100 items/s  ETA 1m 05s  loss 0.5000',
      'warning: slow disk',
    ]);
  });

  test('tells of a failure in words', () => {
    const document = { status: 'error', error: { code: 'E-DATA-002', message: 'no pictures', hint: 'look there' } };

    expect(readableLog(['hello', ...JSON.stringify(document, undefined, 2).split('\n')], '/')).toEqual([
      'hello',
      'error[E-DATA-002]: no pictures',
      'help: look there',
    ]);
  });

  test('leaves all else as it is: results, brackets, lines that were cut off', () => {
    const lines = ['{', '  "status": "ok"', '}', '{"type":"step-end","ste', '{'];

    expect(readableLog(lines, '/')).toEqual(lines);
  });
});
