import { randomStream } from '@aigc/core';
import { InvalidConfigError } from '@aigc/plugin-api';
import { dcganTask } from './dcgan.js';
import { gptTask } from './gpt.js';
import type { TrainStepTask } from './task.js';
import { unetTask } from './unet.js';
import { vaeTask } from './vae.js';

const TASKS = { dcgan: dcganTask, vae: vaeTask, gpt: gptTask, unet: unetTask } as const;

/** Names of the training-step benchmarks, in the order they run. */
export const TASK_NAMES = Object.keys(TASKS);

/** A benchmark by name, with weights and batch of seed 0. @throws InvalidConfigError for an unknown name. */
export function createTask(name: string): TrainStepTask {
  if (!(name in TASKS)) {
    throw new InvalidConfigError('E-CONFIG-901', `unknown benchmark "${name}"`, {
      hints: [`use one of: ${TASK_NAMES.join(', ')}`],
    });
  }
  return TASKS[name as keyof typeof TASKS](randomStream(0).fork(name));
}
