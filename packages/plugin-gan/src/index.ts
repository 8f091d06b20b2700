export { type DcganConfig, dcganConfigSchema } from './dcgan/config.js';
export { dcgan } from './dcgan/model.js';
export { discriminator, discriminatorEntries, generator, generatorEntries } from './dcgan/network.js';
export { type DcganState, dcganTrainStep } from './dcgan/train-step.js';
export { plugin } from './plugin.js';
