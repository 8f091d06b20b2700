import { ganModel } from '../adversarial/gan-model.js';
import { logisticStep } from '../adversarial/logistic-step.js';
import { paceFor, type TextureConfig, textureConfigSchema, textureSamplingSchema } from './config.js';
import { textureLatents, trainingLatents } from './latents.js';
import { textureNetworks } from './network.js';

/** Textures of any size that tile, learned from crops of a photograph. */
export const texture = ganModel<TextureConfig>({
  name: 'texture',
  summary: 'fully convolutional GAN that learns a material from one photograph; pictures of any size tile',
  source: 'Bergmann, Jetchev and Vollgraf 2017, arXiv 1705.06566',
  configSchema: textureConfigSchema,
  samplingSchema: textureSamplingSchema,
  crops: true,
  hasClasses: false,
  // Crops of a photograph are many pictures; colours changed for the discriminator would have to be unlearned.
  augmentsSmallSets: false,
  fromData: (settings, facts) => {
    const { waves = facts.waves ?? [] } = settings;
    return { waves, discriminatorPace: settings.discriminatorPace ?? paceFor(waves) };
  },
  networks: textureNetworks,
  latents: trainingLatents,
  trainStep: (config) => logisticStep(textureNetworks(config), config),
  sampling: (config, settings) => {
    const { size = config.imageSize, truncationPsi } = settings as { size?: number; truncationPsi?: number };
    return { latents: textureLatents(config, size), truncationPsi };
  },
});
