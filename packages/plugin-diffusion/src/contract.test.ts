import { modelContract } from '@aigc/testkit';
import { unet } from './unet/model.js';

const TINY = { width: 8, groups: 2, batchSize: 4, warmupSteps: 0, learningRate: 0.01 };

modelContract(unet, {
  tiny: { ...TINY, imageSize: 8, multipliers: [1], dropout: 0.1 },
  otherSize: {
    ...TINY,
    imageSize: 12,
    multipliers: [1, 2],
    objective: 'flow',
    tileable: true,
    conditional: false,
    gradientClipNorm: 0,
  },
  // residual branches and the output begin at 0: four updates until a gradient reaches the queries and keys
  stepsToMove: 5,
});
