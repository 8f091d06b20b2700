export { batchNorm, type ChannelStatistics, channelStatistics, normaliseWith, type ScaleShift } from './layers/batch-norm.js';
export { type ConvolutionOptions, conv2d, conv2dTranspose, dense } from './layers/linear.js';
export { logisticLossFake, logisticLossReal } from './losses/logistic.js';
export { type AdamOptions, type AdamResult, type AdamState, adam, adamState } from './optimisers/adam.js';
export { averageWeights } from './optimisers/ema.js';
export {
  aroundOne,
  fanInUniform,
  type InitialisedEntry,
  type Initialiser,
  initialVector,
  normal,
  ones,
  zeros,
} from './parameters/initialise.js';
export { type LossAndGradient, lossAndGradient, pack, parameterCount, unpack } from './parameters/parameter-table.js';
