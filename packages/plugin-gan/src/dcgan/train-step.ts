import type { GanState } from '../adversarial/gan-state.js';
import { logisticStep } from '../adversarial/logistic-step.js';
import type { DcganConfig } from './config.js';
import { dcganNetworks } from './network.js';

/** What training carries from step to step. */
export type DcganState<T> = GanState<T>;

/**
 * One step of the DCGAN, `(state, inputs) -> (state', metrics)`.
 *
 * Inputs: `images` float32 `[B, S, S, C]` in [-1, 1]; `z` float32 `[B, latentSize]`, standard normal; `labels` int32 `[B]` where the
 * model has classes; `augmentation` where it augments; `learningRate`, else the configured one.
 */
export function dcganTrainStep(config: DcganConfig) {
  return logisticStep(dcganNetworks(config), config);
}
