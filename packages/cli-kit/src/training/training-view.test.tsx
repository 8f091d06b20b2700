import type { TrainingEvent } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { render } from 'ink-testing-library';
import { LiveView } from '../output/live-view.js';
import { RecordingIo } from '../testing/recording-io.js';
import { sampleEnd, sampleRun } from '../testing/sample-run.js';
import { createPalette } from '../text/palette.js';
import { LiveTrainingReporter } from './open-training-view.js';
import { TrainingProgress } from './training-progress.js';

interface Shown {
  readonly frames: readonly string[];
  readonly abort: () => void;
  readonly lastFrame: () => string;
  readonly close: () => void;
}

/** Shows events on a terminal of the given size; the clock moves `stepMs` before each. */
function show(events: readonly TrainingEvent[], columns: number, options: { color?: boolean; stepMs?: number } = {}): Shown {
  const io = new RecordingIo({ terminal: { columns, rows: 24 } });
  const stop = new AbortController();
  const instance = render(<LiveView finished={[]} live={[]} />);
  const screen = {
    draw: (props: { finished: readonly string[]; live: readonly string[] }) => instance.rerender(<LiveView {...props} />),
    close: () => instance.unmount(),
  };
  const palette = createPalette(options.color ?? false);
  const reporter = new LiveTrainingReporter({ io, mode: 'view', palette, signal: stop.signal, warnings: [] }, screen);
  const progress = new TrainingProgress();
  for (const event of events) {
    io.timeMs += options.stepMs ?? 1000;
    progress.apply(event);
    reporter.show(event, progress);
  }
  return {
    frames: instance.frames,
    abort: () => stop.abort(),
    lastFrame: () => instance.lastFrame() ?? '',
    close: () => reporter.close(),
  };
}

const FINISHED = `run         runs/gan-1
model       gan/dcgan, 1,234,567 parameters, seed 7
data        4,000 images, 64x64x3, batch 32
warning: icons/broken.png is not an image; skipped
checkpoint  step 2  runs/gan-1/checkpoints/step-000002 (12.3 MB)
samples     step 2  runs/gan-1/samples/step-000002.png
`;

describe('training view', () => {
  test('fits 80 columns: device, progress, losses, places', () => {
    expect(show(sampleRun, 80).lastFrame()).toBe(`${FINISHED}device   cpu, 94 GFLOP/s (AMD EPYC 7763, 2 threads)
step     3/2,000  812 images/s  ETA 1m 05s  ────────────────────────
discriminatorLoss 0.5000    █▅▁
generatorLoss     1.500     ▁▅█
run      runs/gan-1
samples  runs/gan-1/samples/step-000002.png
Ctrl-C saves and stops`);
  });

  test('fits 40 columns: no bar, shorter texts, ends of paths', () => {
    const live = show(sampleRun, 40).lastFrame().split('\n').slice(-7);

    expect(live).toEqual([
      'device   cpu, 94 GFLOP/s (AMD EPYC 776…',
      'step     3/2,000  812/s  ETA 1m 05s',
      'discriminatorLoss 0.5000    █▅▁',
      'generatorLoss     1.500     ▁▅█',
      'run      runs/gan-1',
      'samples  …gan-1/samples/step-000002.png',
      'Ctrl-C saves and stops',
    ]);
    expect(Math.max(...live.map((line) => line.length))).toBeLessThan(40);
  });

  test('colours labels, curves and the bar, and nothing when colour is off', () => {
    const colored = show(sampleRun, 80, { color: true }).lastFrame();

    expect(colored).toContain('\u001b[2mdiscriminatorLoss \u001b[22m0.5000    \u001b[36m█▅▁\u001b[39m');
    expect(colored).toContain('\u001b[36m────────────────────────\u001b[39m');
    expect(show(sampleRun, 80).lastFrame()).not.toContain('\u001b');
  });

  test('shows what is prepared before the first step', () => {
    expect(show(sampleRun.slice(0, 2), 80).lastFrame()).toContain('now      reading 1,000/4,000  ━━━━━━──────────────────\n');
  });

  test('shows the reading of the folder before anything is known about the run', () => {
    expect(show(sampleRun.slice(1, 2), 80).lastFrame()).toBe(
      'now      reading 1,000/4,000  ━━━━━━──────────────────\nCtrl-C saves and stops',
    );
  });

  test('shows the time budget when that is the limit', () => {
    const [start, ...rest] = sampleRun;
    const events = [{ ...start, totalSteps: undefined, budgetS: 60 } as TrainingEvent, ...rest];

    // 3 s of 60 s are 1.2 of 24 columns of the bar.
    expect(show(events, 80).lastFrame()).toContain(
      'step     3  3s of 1m 00s  812 images/s  ETA 1m 05s  ━───────────────────────\n',
    );
  });

  test('takes at most eight rows however many metrics there are', () => {
    const metrics = { discriminatorLoss: 1, generatorLoss: 2, realScore: 0.5, fakeScore: 0.25, gradientPenalty: 3 };
    const step: TrainingEvent = { type: 'step-end', step: 4, metrics, itemsPerSecond: 8.1, waitShare: 0, elapsedS: 9, etaS: 4 };

    const live = show([...sampleRun, step], 80)
      .lastFrame()
      .split('\n')
      .slice(FINISHED.split('\n').length - 1);

    expect(live).toHaveLength(8);
    expect(live[4]).toBe('realScore 0.5000  fakeScore 0.2500  gradientPenalty 3.000');
  });

  test('draws at most ten times a second', () => {
    const steps = sampleRun.filter((event) => event.type === 'step-end');
    const many = Array.from({ length: 300 }, () => steps[0] as TrainingEvent);

    // 300 steps of 10 ms are 3 s; four frames more: the empty one, the start and its finished lines, the first step.
    const { frames } = show([sampleRun[0] as TrainingEvent, ...many], 80, { stepMs: 10 });

    expect(frames.length).toBeLessThanOrEqual(30 + 4);
    expect(frames.length).toBeGreaterThan(20);
  });

  test('answers a signal at once', () => {
    const { abort, lastFrame } = show(sampleRun, 80);

    abort();

    expect(lastFrame()).toContain('stopping after this step; Ctrl-C leaves at once');
  });

  test('leaves the finished lines and the last step behind', () => {
    const { close, lastFrame } = show([...sampleRun, sampleEnd('steps')], 80);

    close();

    expect(lastFrame().trimEnd()).toBe(
      `${FINISHED}step 3/2,000  812 images/s  ETA 1m 05s  discriminatorLoss 0.5000  generatorLoss 1.500`,
    );
  });
});
