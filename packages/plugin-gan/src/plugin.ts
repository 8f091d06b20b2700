import { API_VERSION, type ModelDefinition, type Plugin } from '@aigc/plugin-api';
import { dcgan } from './dcgan/model.js';

/** Generative adversarial networks: the family `gan`. */
export const plugin: Plugin = {
  apiVersion: API_VERSION,
  name: '@aigc/plugin-gan',
  families: [{ family: 'gan', models: [dcgan as unknown as ModelDefinition] }],
};
