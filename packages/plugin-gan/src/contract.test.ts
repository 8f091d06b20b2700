import { modelContract } from '@aigc/testkit';
import { dcgan } from './dcgan/model.js';
import { texture } from './texture/model.js';
import { wganGp } from './wgan-gp/model.js';

modelContract(dcgan, {
  tiny: { imageSize: 16, width: 8, batchSize: 4, latentSize: 6 },
  otherSize: { imageSize: 28, width: 8, batchSize: 4, latentSize: 6, conditional: false, augmentDiscriminator: false },
});

modelContract(wganGp, {
  tiny: { imageSize: 16, width: 4, batchSize: 4, latentSize: 6, criticSteps: 2 },
  otherSize: { imageSize: 28, width: 4, batchSize: 4, latentSize: 6, criticSteps: 1, conditional: false },
});

modelContract(texture, {
  tiny: { imageSize: 64, width: 4, batchSize: 2, latentSize: 4, waves: [[0.05, 0.04]] },
  otherSize: { imageSize: 80, width: 4, batchSize: 2, latentSize: 4, augmentDiscriminator: true },
});
