import { ganModel } from '../adversarial/gan-model.js';
import { type SamplingSettings, samplingSchema } from '../conditioning/config.js';
import { type WganGpConfig, wganGpConfigSchema } from './config.js';
import { wganGpNetworks } from './network.js';
import { wganGpTrainStep } from './train-step.js';

const latents = ({ latentSize }: WganGpConfig) => ({ z: { shape: [latentSize], dtype: 'float32', source: 'normal' } }) as const;

/** The Wasserstein GAN with gradient penalty and residual networks, 16 to 128 pixels. */
export const wganGp = ganModel<WganGpConfig>({
  name: 'wgan-gp',
  summary: 'Wasserstein GAN with gradient penalty and residual networks: slower a step than dcgan, steadier',
  source: 'Gulrajani et al. 2017, arXiv 1704.00028',
  configSchema: wganGpConfigSchema,
  samplingSchema,
  networks: wganGpNetworks,
  discriminatorSteps: ({ criticSteps }) => criticSteps,
  latents,
  extraInputs: ({ batchSize, criticSteps }) => ({
    share: { shape: [criticSteps * batchSize, 1, 1, 1], dtype: 'float32', source: 'uniform' },
  }),
  trainStep: wganGpTrainStep,
  sampling: (config, settings) => {
    const { class: className, truncationPsi } = settings as SamplingSettings;
    return { latents: latents(config), className, truncationPsi };
  },
});
