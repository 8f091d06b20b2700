import { defineVae } from '../define-vae.js';
import { type MlpVaeConfig, mlpVaeConfigSchema } from './config.js';
import { mlpArchitecture } from './network.js';

/** The fully connected variational auto-encoder, 8 to 64 pixels. */
export const mlp = defineVae<MlpVaeConfig>({
  name: 'mlp',
  summary: 'fully connected variational auto-encoder for small pictures; trains in a minute on a CPU',
  source: 'Kingma and Welling 2014, arXiv 1312.6114',
  configSchema: mlpVaeConfigSchema,
  architecture: mlpArchitecture,
});
