import type { CommandIo, PipelineState, ReportContext } from '@aigc/cli-kit';
import { createPalette } from '@aigc/cli-kit';
import type { PipelineEvent } from '@aigc/pipeline';
import { describe, expect, test } from '@jest/globals';
import { LivePipelineReporter, openPipelineReporter } from './pipeline-reporter.js';

const COUNTS = { cached: 0, done: 1, failed: 1, later: 0, skipped: 0, blocked: 0, interrupted: 0 };
const EVENTS: readonly PipelineEvent[] = [
  {
    type: 'plan',
    jobs: [
      { job: 'a', isCached: false, reason: 'new' },
      { job: 'b', isCached: false, reason: 'new' },
    ],
  },
  { type: 'job-start', job: 'a', argv: ['a'] },
  { type: 'job-end', job: 'a', state: 'done', seconds: 1, output: '/home/me/made/a' },
  { type: 'job-start', job: 'b', argv: ['b'] },
  { type: 'job-end', job: 'b', state: 'failed', seconds: 1, message: 'no pictures', log: '/home/me/.aigc/active/b/log.txt' },
  { type: 'pipeline-end', counts: COUNTS },
];
const RESULTS = ['done        a  made/a', 'failed      b  no pictures\n            log: .aigc/active/b/log.txt'];

const RUNNING: PipelineState = {
  path: '/p',
  name: 'day',
  file: '/home/me/day.yaml',
  vars: [],
  argv: [],
  state: 'running',
  startedMs: 0,
  lastMs: 0,
  jobs: [
    { id: 'a', state: 'running', startedMs: 0, seconds: undefined, message: undefined, log: undefined, progress: undefined },
    {
      id: 'b',
      state: 'waiting',
      startedMs: undefined,
      seconds: undefined,
      message: undefined,
      log: undefined,
      progress: undefined,
    },
  ],
  workers: [],
  etaS: undefined,
};

function surroundings(mode: ReportContext['mode'], isStdoutTty: boolean) {
  const told: string[] = [];
  const said: string[] = [];
  const stop = new AbortController();
  const stderr = { isTTY: true, columns: 80, rows: 24, write: (text: string) => told.push(text) > 0 };
  const stdout = { isTTY: isStdoutTty, write: () => true };
  const io: CommandIo = { stdout, stderr, env: {}, cwd: '/home/me', now: () => 0, today: () => new Date(5000) };
  const context: ReportContext = { io, mode, palette: createPalette(false), signal: stop.signal, warnings: [] };
  const state: { now: PipelineState | undefined } = { now: RUNNING };
  const say = (line: string): void => {
    said.push(line);
  };
  return { told, said, stop, state, options: { context, say, look: async () => state.now } };
}

describe('openPipelineReporter', () => {
  test.each([['lines'], ['json']] as const)('tells results on stdout and progress on stderr: %s', async (mode) => {
    const { told, said, options } = surroundings(mode, false);
    const reporter = await openPipelineReporter(options);
    for (const event of EVENTS) reporter.show(event);
    await reporter.close();

    expect(said).toEqual(RESULTS);
    expect(told).toEqual(['2 jobs, 0 of them done before\n', 'start       a\n', 'start       b\n']);
  });

  test.each([['quiet'], ['events']] as const)('tells results alone: %s', async (mode) => {
    const { told, said, options } = surroundings(mode, false);
    const reporter = await openPipelineReporter(options);
    for (const event of EVENTS) reporter.show(event);

    expect([said, told]).toEqual([RESULTS, []]);
  });
});

describe('LivePipelineReporter', () => {
  function open(isStdoutTty: boolean) {
    const around = surroundings('view', isStdoutTty);
    const screen = { finished: [] as readonly string[], live: [] as readonly string[], isOpen: true };
    const reporter = new LivePipelineReporter(around.options, {
      draw: (rows) => void Object.assign(screen, rows),
      close: () => void Object.assign(screen, { isOpen: false }),
    });
    return { ...around, reporter, screen };
  }

  test('keeps what has ended above live rows of what is at work', async () => {
    const { reporter, screen, said } = open(true);
    for (const event of EVENTS.slice(0, 3)) reporter.show(event);
    await reporter.look();

    expect(screen.finished).toEqual(['2 jobs, 0 of them done before', 'done        a  made/a']);
    expect(screen.live).toEqual([
      'a      5s',
      '0/2 done  1 running  1 waiting  ────────────────────────',
      'Ctrl-C saves and stops',
    ]);
    expect(said).toEqual([]);
    await reporter.close();
  });

  test('writes results to stdout too where that is no terminal', async () => {
    const { reporter, said } = open(false);
    for (const event of EVENTS) reporter.show(event);
    await reporter.close();

    expect(said).toEqual(RESULTS);
  });

  test('answers a signal', async () => {
    const { reporter, screen, stop } = open(true);
    stop.abort();
    await reporter.close();
    // closing waits for the look that the signal asked for, and takes the rows away
    expect(screen).toMatchObject({ live: [], isOpen: false });

    const other = open(true);
    other.stop.abort();
    await other.reporter.look();
    expect(other.screen.live.at(-1)).toBe('stopping: jobs save; Ctrl-C leaves at once');
    await other.reporter.close();
  });

  test('counts the jobs that a signal came before', async () => {
    const { reporter, screen } = open(true);
    const message = 'stopped before it began';
    for (const job of ['b', 'c', 'd']) reporter.show({ type: 'job-end', job, state: 'interrupted', seconds: 0, message });
    reporter.show({ type: 'job-end', job: 'a', state: 'interrupted', seconds: 4, log: '/home/me/log.txt' });
    await reporter.close();

    expect(screen.finished).toEqual(['interrupted a', 'interrupted 3 more, which had not begun']);
  });

  test('leaves no live rows behind, and draws none of a pipeline that nobody works on', async () => {
    const { reporter, screen, state } = open(true);
    state.now = { ...RUNNING, state: 'done' };
    await reporter.look();
    expect(screen.live).toEqual([]);
    for (const event of EVENTS) reporter.show(event);
    await reporter.close();

    expect(screen.finished.at(-1)).toBe('            log: .aigc/active/b/log.txt');
    expect(screen).toMatchObject({ live: [], isOpen: false });
  });
});
