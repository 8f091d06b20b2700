import type { TrainingEvent } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type { OutputMode } from '../output/output-mode.js';
import { RecordingIo } from '../testing/recording-io.js';
import { sampleEnd, sampleRun } from '../testing/sample-run.js';
import { createPalette } from '../text/palette.js';
import { reportTraining } from './report-training.js';

async function* replay(events: readonly TrainingEvent[], io: RecordingIo, stepMs: number): AsyncGenerator<TrainingEvent> {
  for (const event of events) {
    io.timeMs += stepMs;
    yield event;
  }
}

async function report(
  mode: OutputMode,
  events: readonly TrainingEvent[],
  stepMs = 10,
): Promise<RecordingIo & { warnings: string[] }> {
  const io = new RecordingIo();
  const warnings: string[] = [];
  const context = { io, mode, palette: createPalette(false), signal: new AbortController().signal, warnings };
  await reportTraining(replay(events, io, stepMs), context);
  return Object.assign(io, { warnings });
}

const SUMMARY = `run         runs/gan-1
checkpoint  runs/gan-1/checkpoints/step-000003
samples     runs/gan-1/samples/step-000002.png
steps       3 in 1m 05s (all steps done)
speed       812 images/s
device      cpu, 94 GFLOP/s (AMD EPYC 7763, 2 threads)
next        aigc generate runs/gan-1 --seeds 0-15 --grid
`;

describe('reportTraining', () => {
  test('writes plain lines to stderr and the summary to stdout when piped', async () => {
    const { stderr, stdout } = await report('lines', [...sampleRun, sampleEnd('steps')]);

    expect(stderr.text).toBe(`run         runs/gan-1
model       gan/dcgan, 1,234,567 parameters, seed 7
data        4,000 images, 64x64x3, batch 32
device      cpu, 94 GFLOP/s (AMD EPYC 7763, 2 threads)
reading 1,000/4,000
reading 4,000/4,000
warning: icons/broken.png is not an image; skipped
step 1/2,000  812 images/s  ETA 1m 05s  discriminatorLoss 1.500  generatorLoss 0.5000
checkpoint  step 2  runs/gan-1/checkpoints/step-000002 (12.3 MB)
samples     step 2  runs/gan-1/samples/step-000002.png
`);
    expect(stdout.text).toBe(SUMMARY);
  });

  test('writes a line for a step again after five seconds', async () => {
    const { stderr } = await report('lines', [...sampleRun, sampleEnd('steps')], 2500);

    // Events come every 2.5 s: steps 1 and 3 are 4 events apart, step 2 follows step 1 too soon.
    expect(stderr.text.match(/^step .*?\//gm)).toEqual(['step 1/', 'step 3/']);
  });

  test('writes every event as one line of JSON, and nothing else', async () => {
    const events = [...sampleRun, sampleEnd('steps')];

    const { stderr, stdout } = await report('json', events);

    expect(stderr.text).toBe('');
    const lines = stdout.text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(JSON.parse(JSON.stringify(events)));
  });

  test('says nothing but warnings and the summary when quiet', async () => {
    const { stderr, stdout } = await report('quiet', [...sampleRun, sampleEnd('steps')]);

    expect(stderr.text).toBe('warning: icons/broken.png is not an image; skipped\n');
    expect(stdout.text).toBe(SUMMARY);
  });

  test('says how to go on after an interruption', async () => {
    const { stdout } = await report('lines', [...sampleRun, sampleEnd('interrupted')]);

    expect(stdout.text).toContain('steps       3 in 1m 05s (interrupted)\n');
    expect(stdout.text).toContain('go on       aigc train gan --resume runs/gan-1\n');
  });

  test('keeps warnings for the JSON document', async () => {
    const { warnings } = await report('quiet', [...sampleRun, sampleEnd('steps')]);

    expect(warnings).toEqual(['icons/broken.png is not an image; skipped']);
  });

  test('takes a service that ends without run-end for a bug', async () => {
    await expect(report('lines', sampleRun)).rejects.toThrow('ended without a run-end event');
  });
});
