import { defineVae } from '../define-vae.js';
import { type ConvVaeConfig, convVaeConfigSchema } from './config.js';
import { convArchitecture } from './network.js';

/** The convolutional variational auto-encoder, 8 to 128 pixels. */
export const conv = defineVae<ConvVaeConfig>({
  name: 'conv',
  summary: 'convolutional variational auto-encoder for pictures in grey or colour',
  source: 'Kingma and Welling 2014, arXiv 1312.6114; Radford et al. 2016, arXiv 1511.06434, for the layers',
  configSchema: convVaeConfigSchema,
  architecture: convArchitecture,
});
