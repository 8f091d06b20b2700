import type { Named } from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';
import { type VaeInputs, type VaeLoss, vaeLoss } from '../bound/vae-loss.js';
import type { MlpVaeConfig } from './config.js';
import { mlpArchitecture } from './network.js';

/** The negative evidence lower bound and its terms for black and white pictures, which needs none of the configuration. */
export function mlpVaeLoss(parameters: Named<tf.Tensor>, inputs: VaeInputs): VaeLoss {
  return vaeLoss(mlpArchitecture, { likelihood: 'bernoulli' } as MlpVaeConfig)(parameters, inputs);
}
