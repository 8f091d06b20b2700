export { DEFAULT_MLP_VAE_CONFIG, type MlpVaeConfig } from './mlp/config.js';
export { mlpVaeLoss, type VaeInputs, type VaeLoss } from './mlp/loss.js';
export { decode, encode, mlpVaeEntries, type Posterior, sampleLatents } from './mlp/network.js';
export { type MlpVaeState, mlpVaeTrainStep } from './mlp/train-step.js';
