import type { RunState } from '../studio/runs/run-state.js';

/** A GAN at work, three of its steps measured; `change` says what is different. */
export function runState(change: Partial<RunState> = {}): RunState {
  const name = change.name ?? 'icons';
  return {
    path: `/home/me/runs/${name}`,
    name,
    status: 'training',
    family: 'gan',
    model: 'dcgan',
    device: 'cpu: AMD EPYC, 2 threads',
    itemUnit: 'images',
    imageSize: 32,
    step: 1200,
    totalSteps: 2000,
    itemsPerSecond: 812.3,
    etaS: 65,
    metrics: [
      { name: 'generatorLoss', value: 1.5, points: [0.5, 1, 1.5] },
      { name: 'discriminatorLoss', value: 0.25, points: [0.75, 0.5, 0.25] },
    ],
    samples: [
      { step: 500, path: `/home/me/runs/${name}/samples/step-000500.png`, kind: 'image' },
      { step: 1000, path: `/home/me/runs/${name}/samples/step-001000.png`, kind: 'image' },
    ],
    writer: { pid: 4711, isHere: true, host: 'here' },
    verdict: undefined,
    log: undefined,
    note: undefined,
    createdAt: 0,
    ...change,
  };
}
