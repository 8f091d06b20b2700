import { describe, expect, test } from '@jest/globals';
import { NOW_MS, pipelineState } from '../../testing/pipeline-state.js';
import { runState } from '../../testing/run-state.js';
import { createPalette } from '../../text/palette.js';
import { printable } from '../../text/printable.js';
import { createForm } from '../form/form.js';
import type { StudioState } from '../studio-state.js';
import type { Frame } from './frame.js';
import { studioFrame } from './studio-frame.js';

const verdict = { level: 'good', summary: 'losses are in balance', findings: [] } as const;
const RUNS = [
  runState(),
  runState({ name: 'digits', status: 'ended', verdict, etaS: undefined, writer: undefined, family: 'vae', model: 'mlp' }),
];

function state(change: Partial<StudioState> = {}): StudioState {
  return {
    runs: RUNS,
    selected: '/home/me/runs/icons',
    pipelines: [],
    selectedPipeline: undefined,
    screen: { kind: 'runs' },
    notice: undefined,
    busy: [],
    isReadOnly: false,
    families: [],
    folder: 'runs',
    ownJobs: 0,
    ...change,
  };
}

function frame(columns: number, rows: number, change: Partial<StudioState> = {}, color = false): Frame {
  const textOf = (path: string): string[] => [`text of ${path}`, 'To be, or not'];
  return studioFrame(state(change), { columns, rows, palette: createPalette(color), cwd: '/home/me', nowMs: NOW_MS, textOf });
}

const trimmed = ({ rows }: Frame): string[] => rows.map((row) => row.trimEnd());

describe('studioFrame', () => {
  test('fills 80 x 24: the runs, the selected one beside its newest picture, the keys', () => {
    const shown = frame(80, 24);

    expect(trimmed(shown)).toEqual([
      'runs                                                          2 runs, 1 at work',
      '  RUN                        STEP     LOSS CURVE         SPEED     ETA STATE',
      '> icons                     1,200    1.500 ▁▅█           812/s  1m 05s training',
      '  digits                    1,200    1.500 ▁▅█               -       - good',
      '',
      'gan/dcgan  cpu: AMD EPYC, 2 threads',
      'step 1,200/2,000  812 images/s  ETA 1m 05s',
      'generatorLoss     1.500     ▁▅█',
      'discriminatorLoss 0.2500    █▅▁',
      '',
      'run runs/icons',
      'samples runs/icons/samples/step-001000.png',
      ...Array(10).fill(''),
      '',
      'q leave  ↑↓ run  ⏎ look  n new  g generate  o report  c stop  r go on  l log',
    ]);
  });

  test('leaves a place for the picture that ends at the right edge, and rows that end where it begins', () => {
    const { picture, rows } = frame(80, 24);

    // 24 rows less 1 heading, 3 of the table, 1 empty, 1 notice, 1 of keys are 17; two columns a row, 34
    expect(picture).toEqual({
      path: '/home/me/runs/icons/samples/step-001000.png',
      tile: 32,
      row: 5,
      column: 79 - 34,
      columns: 34,
      rows: 17,
    });
    expect(rows.slice(5, 22).map((row) => row.length)).toEqual(Array(17).fill(45));
  });

  test('fits 40 x 12: fewer columns, no picture, keys in two rows', () => {
    const shown = frame(40, 12);

    expect(shown.picture).toBeUndefined();
    expect(trimmed(shown)).toEqual([
      'runs                  2 runs, 1 at work',
      '  RUN            STEP     LOSS STATE',
      '> icons         1,200    1.500 training',
      '  digits        1,200    1.500 good',
      'gan/dcgan  cpu: AMD EPYC, 2 threads',
      'step 1,200/2,000  812/s  ETA 1m 05s',
      'generatorLoss     1.500     ▁▅█',
      'run runs/icons',
      'samples …/icons/samples/step-001000.png',
      '',
      'q leave  ↑↓ run  ⏎ look  n new',
      'g generate  o report  c stop  r go on',
    ]);
  });

  test.each([
    [80, 24],
    [40, 12],
    [200, 60],
  ])('never exceeds %d x %d, whatever is shown', (columns, rows) => {
    const long = runState({
      name: 'a-very-long-name-of-a-run-that-someone-thought-of-in-the-night',
      note: 'reading '.repeat(40),
    });
    const flags = [{ name: 'data', type: 'option', description: 'What to learn from. '.repeat(20) } as const];
    const form = createForm({ title: 'train gan', argv: [], flags, first: ['data'], values: { data: '/data/'.repeat(40) } });
    const back = { kind: 'runs' } as const;
    const pipeline = pipelineState({ name: 'long-name-'.repeat(9), vars: ['steps=4000 '.repeat(9)] });
    const screens: readonly StudioState['screen'][] = [
      { kind: 'runs' },
      { kind: 'run', sample: 0 },
      { kind: 'choose', choices: [{ name: 'gan', summary: 'Train '.repeat(40) }], cursor: 0 },
      { kind: 'form', form, back },
      { kind: 'form', form: { ...form, problem: 'is not there '.repeat(20) }, back },
      { kind: 'form', form: { ...form, choices: ['a-long-name/'.repeat(9), ...Array(90).fill('name')] }, back },
      { kind: 'pipelines' },
      { kind: 'pipeline', job: undefined },
      { kind: 'stop-pipeline', pipeline },
      { kind: 'picture', title: 'generated', path: '/home/me/'.repeat(30) },
      { kind: 'text', title: '/log'.repeat(40), lines: ['error '.repeat(80)], top: 0, back },
      { kind: 'stop', run: long },
      { kind: 'leave' },
    ];
    const pipelines = [pipeline, ...Array.from({ length: 30 }, (_, i) => pipelineState({ name: `day-${i}` }))];
    for (const screen of screens) {
      const runs = [...Array.from({ length: 40 }, (_, i) => runState({ name: `run-${i}` })), long];
      const shown = frame(
        columns,
        rows,
        { screen, runs, selected: long.path, notice: 'error '.repeat(50), pipelines, selectedPipeline: pipeline.path },
        true,
      );
      expect(shown.rows).toHaveLength(rows);
      expect(Math.max(...shown.rows.map((row) => printable(row).length))).toBeLessThan(columns);
    }
  });

  test('scrolls so that the selected run is seen', () => {
    const runs = Array.from({ length: 20 }, (_, i) => runState({ name: `run-${i}` }));

    const text = frame(80, 24, { runs, selected: '/home/me/runs/run-17' }).rows.join('\n');

    expect(text).toContain('> run-17');
    expect(text).not.toContain('run-3 ');
  });

  test('shows one run with older samples, in pictures or in words', () => {
    const older = frame(80, 24, { screen: { kind: 'run', sample: 1 } });
    const sample = { step: 1000, path: '/home/me/runs/icons/samples/step-001000.txt', kind: 'text' } as const;
    const text = frame(40, 12, {
      screen: { kind: 'run', sample: 0 },
      runs: [runState({ samples: [sample], itemUnit: 'tokens' })],
    });

    expect(older.picture?.path).toBe('/home/me/runs/icons/samples/step-000500.png');
    expect(older.rows.join('\n')).toContain('samples of step 500  (1 of 2)');
    expect(trimmed(text).slice(4, 9)).toEqual([
      'samples of step 1,000  (1 of 1)',
      'text of',
      '/home/me/runs/icons/samples/step-001000',
      '.txt',
      'To be, or not',
    ]);
  });

  test('shows the newest text of a language model under its curves', () => {
    const sample = { step: 1000, path: '/home/me/s.txt', kind: 'text' } as const;
    const rows = trimmed(frame(80, 24, { runs: [runState({ samples: [sample], itemUnit: 'tokens' })] }));

    const at = rows.indexOf('samples s.txt');
    expect(rows.slice(at + 1, at + 4)).toEqual(['', 'text of /home/me/s.txt', 'To be, or not']);
  });

  test('folds long lines of a log and shows its end, or what was scrolled to', () => {
    const lines = [...Array.from({ length: 20 }, (_, i) => `line ${i}`), 'x'.repeat(50)];
    const shown = (top: number): string[] =>
      trimmed(frame(40, 12, { screen: { kind: 'text', title: 'log', lines, top, back: { kind: 'runs' } } })).slice(1, 10);

    // 22 rows of text on 9 rows of screen
    expect(shown(0)).toEqual([...Array.from({ length: 7 }, (_, i) => `line ${13 + i}`), 'x'.repeat(39), 'x'.repeat(11)]);
    expect(shown(100)).toEqual(Array.from({ length: 9 }, (_, i) => `line ${i}`));
  });

  test('says what failed and why', () => {
    const failed = runState({ status: 'failed', step: 0, metrics: [], samples: [], note: 'error[E-DATA-002]: no images' });

    const rows = trimmed(frame(80, 24, { runs: [failed] }));

    expect(rows[2]).toContain('failed');
    expect(rows).toContain('error[E-DATA-002]: no images');
  });

  test('asks before it stops a run or leaves trainings behind', () => {
    expect(frame(80, 24, { screen: { kind: 'stop', run: runState() } }).rows.at(-2)).toBe(
      'stop icons? It saves, and can go on later',
    );
    const leaving = trimmed(frame(80, 24, { screen: { kind: 'leave' }, ownJobs: 2 }));
    expect(leaving[2]).toBe('2 jobs are at work. They go on when the studio is left,');
    expect(leaving.at(-1)).toBe('y leave  s stop them and leave  n stay');
  });

  test('says so where there is nothing to show, or no room to show it', () => {
    expect(frame(80, 24, { runs: [], selected: undefined }).rows).toContain('Press n to train a model on your own files.');
    expect(frame(30, 8).rows[0]).toBe('too small: 30 x 8; needs 40 …');
  });

  test('has no keys that change anything where it only looks', () => {
    expect(frame(80, 24, { isReadOnly: true }).rows.at(-1)).toBe('q leave  ↑↓ run  ⏎ look  l log');
  });

  test('colours what stands out, and nothing when colour is off', () => {
    expect(frame(80, 24, {}, true).rows.join('')).toContain('\u001b[36m▁▅█\u001b[39m');
    expect(frame(80, 24).rows.join('')).not.toContain('\u001b');
  });
});

describe('studioFrame of pipelines', () => {
  const PIPELINES = [pipelineState(), pipelineState({ name: 'texture', state: 'done', jobs: [], workers: [], etaS: undefined })];
  const pipelines = (columns: number, rows: number, change: Partial<StudioState> = {}): string[] =>
    trimmed(
      frame(columns, rows, {
        pipelines: PIPELINES,
        selectedPipeline: '/home/me/.aigc/pipelines/medallions-1',
        screen: { kind: 'pipelines' },
        ...change,
      }),
    );

  test('lists them at 80 x 24, with the jobs at work, what failed and why', () => {
    expect(pipelines(80, 24).slice(0, 10)).toEqual([
      'pipelines                                                2 pipelines, 1 at work',
      '  PIPELINE             DONE FAIL  WAIT NOW                  FOR     ETA STATE',
      '> medallions            1/5    1     1 words +1          1m 05s  6m 40s running',
      '  texture               0/0    -     - -                      -       - done',
      '',
      '1/5 done  2 running  1 waiting  1 failed  ETA 6m 40s  ━━━━━───────────────────',
      'words  1m 05s  step 1,000/4,000  ETA 3m 15s  ━━━━━━──────────────────',
      'draw       2s',
      'failed icons: no pictures',
      'file medallions.yaml',
    ]);
    expect(pipelines(80, 24).at(-1)).toBe('q back  ↑↓ pipeline  ⏎ jobs  n new  c stop  r go on');
  });

  test('lists them at 40 x 12: fewer columns', () => {
    expect(pipelines(40, 12)).toEqual([
      'pipelines        2 pipelines, 1 at work',
      '  PIPELINE         DONE     ETA STATE',
      '> medallions        1/5  6m 40s running',
      '  texture           0/0       - done',
      '1/5 done  1 failed  ETA 6m 40s',
      'words  1m 05s  step 1,000/4,000',
      'draw       2s',
      'failed icons: no pictures',
      'file medallions.yaml',
      '',
      'q back  ↑↓ pipeline  ⏎ jobs  n new',
      'c stop  r go on',
    ]);
  });

  test('shows the jobs of one, those at work first, and what is to be known of the one under the cursor', () => {
    const shown = pipelines(80, 24, { screen: { kind: 'pipeline', job: 'icons' } });

    expect(shown.slice(0, 7)).toEqual([
      'medallions                                               2 pipelines, 1 at work',
      '1/5 done  2 running  1 waiting  1 failed  ETA 6m 40s  ━━━━━───────────────────',
      '  words running      1m 05s  step 1,000/4,000  ETA 3m 15s  ━━━━────────────',
      '  draw  running          2s',
      '> icons failed           3s',
      '  names waiting           -',
      '  model done         5m 00s',
    ]);
    expect(shown.slice(-4)).toEqual(['no pictures', 'log .aigc/active/c/log.txt', '', 'q back  ↑↓ job  ⏎ log  c stop  r go on']);
  });

  test('shows jobs at 40 x 12 with how far they are, and tells pipelines of one name apart', () => {
    // 1,000 of 4,000 steps; never 100 before the end
    expect(pipelines(40, 12, { screen: { kind: 'pipeline', job: undefined } }).slice(0, 5)).toEqual([
      'medallions       2 pipelines, 1 at work',
      '1/5 done  1 failed  ETA 6m 40s',
      '> words running 24%  1m 05s  ━━━───────',
      '  draw  running          2s',
      '  icons failed           3s',
    ]);
    const same = [pipelineState({ vars: ['size=64', 'steps=4000'] })];
    expect(pipelines(40, 12, { pipelines: same })[2]).toBe('> medal… …000       1/5  6m 40s running');
    expect(pipelines(80, 24, { pipelines: same })[2]).toMatch(/^> medalli… …=4000 /);
  });

  test('says among the runs what pipeline is at work, and how to get there', () => {
    const rows = pipelines(80, 24, { screen: { kind: 'runs' } });

    expect(rows.slice(-3)).toEqual([
      'pipeline medallions: 1/5 done, words +1 for 1m 05s',
      'q leave  ↑↓ run  ⏎ look  p pipelines  n new  g generate  o report  c stop',
      'r go on  l log',
    ]);
  });

  test('says so where there are none, and asks before one is stopped', () => {
    expect(pipelines(80, 24, { pipelines: [] }).slice(1, 4)).toEqual([
      '',
      'No pipelines were run from this folder yet.',
      'Press n to run one, or: aigc run FILE.yaml',
    ]);
    expect(pipelines(80, 24, { screen: { kind: 'stop-pipeline', pipeline: pipelineState() } }).at(-2)).toBe(
      'stop medallions? Its jobs save, and can go on later',
    );
  });
});
