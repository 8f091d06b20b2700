import { modelContract } from '@aigc/testkit';
import { conv } from './conv/model.js';
import { mlp } from './mlp/model.js';

modelContract(mlp, {
  tiny: { imageSize: 8, hiddenSize: 16, batchSize: 4, latentSize: 3 },
  otherSize: { imageSize: 13, hiddenSize: 16, batchSize: 3, latentSize: 5 },
});

modelContract(conv, {
  tiny: { imageSize: 8, width: 8, batchSize: 4, latentSize: 3, likelihood: 'logistic', klWarmupSteps: 2 },
  otherSize: { imageSize: 13, width: 8, batchSize: 3, latentSize: 5, likelihood: 'gaussian', learningRateSchedule: 'cosine' },
});
