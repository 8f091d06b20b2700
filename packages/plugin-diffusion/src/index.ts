export { clipped } from './denoisers/clipped.js';
export type { Conditioning, Denoiser, Network } from './denoisers/denoiser.js';
export { type Guidance, guided } from './denoisers/guided.js';
export { inpainted, type KnownPart } from './denoisers/inpainted.js';
export { type Preconditioning, preconditioned } from './denoisers/preconditioned.js';
export { epsilonPrediction, vPrediction } from './objectives/ddpm.js';
export { denoisingLoss, type NoisedPictures } from './objectives/denoising-loss.js';
export { edm } from './objectives/edm.js';
export type { NoiseLevels, Objective } from './objectives/objective.js';
export { rectifiedFlow } from './objectives/rectified-flow.js';
export {
  alphasCumprod,
  levelsOfTimesteps,
  type TimestepSettings,
  timestepOfSigma,
  timestepSigmas,
} from './objectives/timesteps.js';
export { plugin } from './plugin.js';
export { karrasSigmas, type SigmaRange } from './samplers/karras-sigmas.js';
export { samplers } from './samplers/samplers.js';
export { type SamplerSettings, type SamplerStep, type SigmaSampler, sigmaPairs } from './samplers/sigma-sampler.js';
export { type UnetConfig, type UnetSettings, unetConfigSchema } from './unet/config.js';
export { unet } from './unet/model.js';
export { type UnetOptions, unet as unetNetwork } from './unet/network.js';
export { unetEntries } from './unet/parameters.js';
export type { UnetAnatomy } from './unet/plan.js';
export { unetSampler } from './unet/sampler.js';
export { type UnetSampling, unetSamplingSchema } from './unet/sampling-config.js';
export { type UnetState, unetTrainInputs, unetTrainStep } from './unet/train-step.js';
