import { modelContract } from '@aigc/testkit';
import { mlp } from './mlp/model.js';

modelContract(mlp, {
  tiny: { imageSize: 8, hiddenSize: 16, batchSize: 4, latentSize: 3 },
  otherSize: { imageSize: 13, hiddenSize: 16, batchSize: 3, latentSize: 5 },
});
