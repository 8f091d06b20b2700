import { API_VERSION, type Plugin } from '@aigc/plugin-api';
import { MODELS } from './model-named.js';

/** Variational auto-encoders: the family `vae`. */
export const plugin: Plugin = {
  apiVersion: API_VERSION,
  name: '@aigc/plugin-vae',
  families: [{ family: 'vae', models: MODELS }],
};
