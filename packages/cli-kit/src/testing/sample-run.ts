import type { TrainingEvent } from '@aigc/plugin-api';

const DEVICE = { name: 'cpu', description: 'AMD EPYC 7763, 2 threads', gigaflops: 94.4 };
const RUN = '/home/me/runs/gan-1';

/** A short run as a trainer tells it: what the reporters are shown in tests. */
export const sampleRun: readonly TrainingEvent[] = [
  {
    type: 'run-start',
    run: RUN,
    family: 'gan',
    model: 'dcgan',
    device: DEVICE,
    parameterCount: 1_234_567,
    data: { kind: 'images', count: 4000, channels: 3, classes: [] },
    exampleShape: [64, 64, 3],
    batchSize: 32,
    itemUnit: 'images',
    seed: 7,
    startStep: 0,
    totalSteps: 2000,
    budgetS: undefined,
  },
  { type: 'progress', stage: 'reading', done: 1000, total: 4000 },
  { type: 'progress', stage: 'reading', done: 4000, total: 4000 },
  { type: 'warning', message: 'icons/broken.png is not an image; skipped' },
  step(1, 1.5, 0.5),
  step(2, 1, 1),
  { type: 'checkpoint-written', step: 2, path: `${RUN}/checkpoints/step-000002`, bytes: 12_345_678 },
  { type: 'samples-written', step: 2, path: `${RUN}/samples/step-000002.png` },
  step(3, 0.5, 1.5),
];

/** The event that ends `sampleRun`. */
export function sampleEnd(reason: 'steps' | 'budget' | 'interrupted'): TrainingEvent {
  return {
    type: 'run-end',
    run: RUN,
    step: 3,
    reason,
    seconds: 65,
    itemsPerSecond: 812.3,
    itemUnit: 'images',
    checkpoint: `${RUN}/checkpoints/step-000003`,
    bestCheckpoint: undefined,
    samples: `${RUN}/samples/step-000002.png`,
    device: DEVICE,
    verdict: undefined,
  };
}

function step(number: number, discriminatorLoss: number, generatorLoss: number): TrainingEvent {
  const metrics = { discriminatorLoss, generatorLoss };
  return { type: 'step-end', step: number, metrics, itemsPerSecond: 812.3, waitShare: 0, elapsedS: number, etaS: 65 };
}
