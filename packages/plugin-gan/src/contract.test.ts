import { modelContract } from '@aigc/testkit';
import { dcgan } from './dcgan/model.js';

modelContract(dcgan, {
  tiny: { imageSize: 16, width: 8, batchSize: 4, latentSize: 6 },
  otherSize: { imageSize: 28, width: 8, batchSize: 4, latentSize: 6 },
});
