import { API_VERSION, type ModelDefinition, type Plugin } from '@aigc/plugin-api';
import { mlp } from './mlp/model.js';

/** Variational auto-encoders: the family `vae`. */
export const plugin: Plugin = {
  apiVersion: API_VERSION,
  name: '@aigc/plugin-vae',
  families: [{ family: 'vae', models: [mlp as unknown as ModelDefinition] }],
};
