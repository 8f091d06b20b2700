import { ganModel } from '../adversarial/gan-model.js';
import { type SamplingSettings, samplingSchema } from '../conditioning/config.js';
import { type DcganConfig, dcganConfigSchema } from './config.js';
import { dcganNetworks } from './network.js';
import { dcganTrainStep } from './train-step.js';

const latents = ({ latentSize }: DcganConfig) => ({ z: { shape: [latentSize], dtype: 'float32', source: 'normal' } }) as const;

/** The deep convolutional GAN, 16 to 128 pixels. */
export const dcgan = ganModel<DcganConfig>({
  name: 'dcgan',
  summary: 'deep convolutional GAN for small pictures; trains in minutes on a CPU',
  source: 'Radford, Metz and Chintala 2016, arXiv 1511.06434',
  configSchema: dcganConfigSchema,
  samplingSchema,
  networks: dcganNetworks,
  latents,
  trainStep: dcganTrainStep,
  sampling: (config, settings) => {
    const { class: className, truncationPsi } = settings as SamplingSettings;
    return { latents: latents(config), className, truncationPsi };
  },
});
