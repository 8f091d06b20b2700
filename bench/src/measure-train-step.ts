import { randomStream } from '@aigc/core';
import { compile, type DeviceTensor, type Feed, treeLeaves } from '@aigc/engine';
import type { Named, TensorSpec, Tree } from '@aigc/plugin-api';
import { median } from './median.js';
import { specsOf } from './specs-of.js';
import type { TrainStepTask } from './tasks/task.js';

/** Steps before the first that is timed. */
const WARM_UP_STEPS = 3;

/** How a benchmark is run. */
export interface MeasureOptions {
  readonly steps: number;
  readonly threads: number;
}

/** One line of results; times in milliseconds. Keys up to `steps` are those of the PyTorch reference. */
export interface TrainStepResult {
  readonly name: string;
  readonly params: number;
  readonly batch: number;
  /** Median. */
  readonly ms_per_step: number;
  readonly min_ms: number;
  readonly steps: number;
  readonly session_ms: number;
  readonly trace_ms: number;
  readonly nodes: number;
}

const rounded = (value: number) => Math.round(value * 100) / 100;

/** Times training steps: drawing the noise, the step, and reading its losses; the state stays where the program runs. */
export async function measureTrainStep(task: TrainStepTask, { steps, threads }: MeasureOptions): Promise<TrainStepResult> {
  const noise = randomStream(0).fork('noise');
  const specs: Tree<TensorSpec>[] = [specsOf(task.state), specsOf(task.inputs(noise))];
  const program = await compile(task.trainStep, specs, { name: task.name, threads });
  let state: Tree<Feed> = task.state;
  const times: number[] = [];
  for (let step = 0; step < WARM_UP_STEPS + steps; step++) {
    const started = performance.now();
    const result = (await program.run(state, task.inputs(noise.at(step)))) as {
      state: Tree<DeviceTensor>;
      metrics: Named<DeviceTensor>;
    };
    await Promise.all(Object.values(result.metrics).map((metric) => metric.data()));
    // As the trainer does: what is fed is not needed afterwards.
    for (const [, leaf] of treeLeaves<Feed>(state)) if ('dispose' in leaf) leaf.dispose();
    state = result.state;
    if (step >= WARM_UP_STEPS) times.push(performance.now() - started);
  }
  await program.dispose();
  const { sessionMs, traceMs, nodes } = program.facts;
  return {
    name: task.name,
    params: task.parameterCount,
    batch: task.batchSize,
    ms_per_step: rounded(median(times)),
    min_ms: rounded(Math.min(...times)),
    steps,
    session_ms: rounded(sessionMs),
    trace_ms: rounded(traceMs),
    nodes,
  };
}
