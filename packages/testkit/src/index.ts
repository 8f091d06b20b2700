export { type ModelContractOptions, modelContract } from './model-contract.js';
export { TextContractRun, TINY_TEXT } from './text-contract-run.js';
export { type TextModelContractOptions, textModelContract } from './text-model-contract.js';
export { type TinyAutoencoderConfig, tinyAutoencoder } from './tiny-autoencoder.js';
export { type TinyGanConfig, tinyGan } from './tiny-gan.js';
export { type AllCloseTolerance, type MatcherResult, toBeAllClose } from './to-be-all-close.js';
export { type TinyImageOptions, tinyImage, writeTinyImages } from './write-tiny-images.js';
