import { vaeTrainStep } from '../training/vae-train-step.js';
import type { MlpVaeConfig } from './config.js';
import { mlpArchitecture } from './network.js';

/** One step of the fully connected auto-encoder. */
export function mlpVaeTrainStep(config: MlpVaeConfig) {
  return vaeTrainStep(mlpArchitecture, config);
}
