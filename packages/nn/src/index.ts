export { gelu } from './activations/gelu.js';
export { silu } from './activations/silu.js';
export { LENET_FEATURES, type LenetConfig, lenetEntries, lenetFeatures, lenetLogits } from './classifier/lenet.js';
export {
  type LenetInputs,
  type LenetOutput,
  type LenetState,
  lenetApply,
  lenetState,
  lenetTrainStep,
} from './classifier/lenet-step.js';
export { type AttentionOptions, attention, type MultiHeadOptions, multiHeadAttention } from './layers/attention.js';
export { batchNorm, type ChannelStatistics, channelStatistics, normaliseWith, type ScaleShift } from './layers/batch-norm.js';
export { circularPad } from './layers/circular-pad.js';
export { embedding } from './layers/embedding.js';
export { groupNorm } from './layers/group-norm.js';
export { layerNorm } from './layers/layer-norm.js';
export { type ConvolutionOptions, conv2d, conv2dTranspose, dense } from './layers/linear.js';
export { timeEmbedding } from './layers/time-embedding.js';
export { upsampleNearest2x } from './layers/upsample.js';
export { bernoulliLoss } from './losses/bernoulli.js';
export { crossEntropy } from './losses/cross-entropy.js';
export { gaussianKl } from './losses/gaussian-kl.js';
export { logisticLossFake, logisticLossReal } from './losses/logistic.js';
export { accumulateGradient } from './optimisers/accumulate-gradient.js';
export { type AdamOptions, type AdamResult, type AdamState, adam, adamState } from './optimisers/adam.js';
export { clipGradient, type GradientClip } from './optimisers/clip-gradient.js';
export { averageWeights } from './optimisers/ema.js';
export { freezeParameters } from './parameters/freeze-parameters.js';
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
export { type LearningRateSchedule, scheduledLearningRate } from './schedules/learning-rate.js';
