export { DEFAULT_UNET_CONFIG, type UnetConfig } from './unet/config.js';
export { alphasCumprod, type DiffusionInputs, unetLoss } from './unet/loss.js';
export { unet } from './unet/network.js';
export { unetEntries } from './unet/parameters.js';
export { type UnetInputs, type UnetState, unetTrainStep } from './unet/train-step.js';
