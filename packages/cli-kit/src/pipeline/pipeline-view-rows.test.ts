import { describe, expect, test } from '@jest/globals';
import { jobState, NOW_MS, pipelineState } from '../testing/pipeline-state.js';
import { createPalette } from '../text/palette.js';
import type { PipelineState } from './pipeline-state.js';
import { pipelineViewRows } from './pipeline-view-rows.js';

function rows(pipeline: PipelineState, columns: number, change: { isStopping?: boolean; color?: boolean } = {}): string[] {
  const palette = createPalette(change.color ?? false);
  return pipelineViewRows(pipeline, { columns, palette, nowMs: NOW_MS, isStopping: change.isStopping ?? false });
}

describe('pipelineViewRows', () => {
  test('shows jobs at work with how long and how far, the whole and the key', () => {
    // a quarter of 24 columns is 6; one of five jobs is 4.8
    expect(rows(pipelineState(), 80)).toEqual([
      'words  1m 05s  step 1,000/4,000  ETA 3m 15s  ━━━━━━──────────────────',
      'draw       2s',
      '1/5 done  2 running  1 waiting  1 failed  ETA 6m 40s  ━━━━━───────────────────',
      'Ctrl-C saves and stops',
    ]);
  });

  test('fits 40 columns: what matters most', () => {
    const shown = rows(pipelineState(), 40);

    expect(shown).toEqual([
      'words  1m 05s  step 1,000/4,000',
      'draw       2s',
      '1/5 done  1 failed  ETA 6m 40s',
      'Ctrl-C saves and stops',
    ]);
    expect(Math.max(...shown.map((row) => row.length))).toBeLessThan(40);
  });

  test.each([80, 40])('takes at most eight rows of %d columns however many jobs are at work', (columns) => {
    const jobs = Array.from({ length: 20 }, (_, i) =>
      jobState({ id: `material[seed=${i},${'style='.repeat(9)}]`, state: 'running', startedMs: NOW_MS }),
    );
    const shown = rows(pipelineState({ jobs }), columns);

    expect(shown).toHaveLength(8);
    expect(shown[5]).toBe('and 15 more at work');
    expect(Math.max(...shown.map((row) => row.length))).toBeLessThan(columns);
  });

  test('says nothing of an end that nobody knows', () => {
    expect(rows(pipelineState({ etaS: undefined }), 80).join('\n')).toContain('1 waiting  1 failed  ━');
  });

  test('answers a signal, and colours only where colour is on', () => {
    expect(rows(pipelineState(), 80, { isStopping: true }).at(-1)).toBe('stopping: jobs save; Ctrl-C leaves at once');
    expect(rows(pipelineState(), 80, { color: true })[0]).toContain('\u001b[36m━━━━━━');
    expect(rows(pipelineState(), 80).join('')).not.toContain('\u001b');
  });
});
