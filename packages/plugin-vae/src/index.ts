export { type MlpVaeConfig, type MlpVaeSettings, mlpVaeConfigSchema } from './mlp/config.js';
export { mlpVaeLoss, type VaeInputs, type VaeLoss } from './mlp/loss.js';
export { mlp } from './mlp/model.js';
export {
  decode,
  decoderEntries,
  encode,
  encoderEntries,
  featureCount,
  flatPixels,
  mlpVaeEntries,
  type Posterior,
  picturesOf,
  sampleLatents,
} from './mlp/network.js';
export { type MlpVaeState, mlpVaeTrainStep } from './mlp/train-step.js';
export { plugin } from './plugin.js';
