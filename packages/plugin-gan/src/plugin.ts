import { API_VERSION, type Plugin } from '@aigc/plugin-api';
import { ganModels } from './models.js';

/** Generative adversarial networks: the family `gan`. */
export const plugin: Plugin = {
  apiVersion: API_VERSION,
  name: '@aigc/plugin-gan',
  families: [{ family: 'gan', models: Object.values(ganModels) }],
};
