import { unpack } from '@aigc/nn';
import type { Validation } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { denoisingLoss } from '../objectives/denoising-loss.js';
import type { UnetConfig } from './config.js';
import { unet } from './network.js';
import { objectiveOf } from './objective.js';
import { unetEntries } from './parameters.js';
import { pictureInputs, trainPadding, type UnetState } from './train-step.js';

/** Noise levels that are normal in training are validated this many deviations to both sides. */
const DEVIATIONS = 2;

/** Evenly spread numbers in place of drawn ones, so that the loss varies with the pictures alone. */
function fixedDraws(count: number, draws: 'uniform' | 'normal'): tf.Tensor1D {
  const share = (i: number) => (i + 0.5) / count;
  const value = (i: number) => (draws === 'uniform' ? share(i) : DEVIATIONS * (2 * share(i) - 1));
  return tf.tensor1d(Array.from({ length: count }, (_, i) => value(i)));
}

/** The averaged weights' loss at fixed noise levels, one for each picture of the batch. */
export function unetValidation(config: UnetConfig): Validation {
  const entries = unetEntries(config);
  const objective = objectiveOf(config);
  return {
    objective: 'loss',
    inputs: pictureInputs(config),
    evaluate: (state, inputs) => {
      const { average } = state as unknown as UnetState<tf.Tensor>;
      const { images, noise, labels } = inputs as { [name: string]: tf.Tensor };
      const network = unet(unpack(average, entries), config, { padding: trainPadding(config) });
      const loss = denoisingLoss(network, objective.preconditioning, {
        images: images as tf.Tensor,
        noise: noise as tf.Tensor,
        levels: objective.trainingLevels(fixedDraws(config.batchSize, objective.draws)),
        conditioning: labels === undefined ? {} : { labels },
      });
      return { loss };
    },
  };
}
