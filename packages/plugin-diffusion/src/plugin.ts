import { API_VERSION, type ModelDefinition, type Plugin } from '@aigc/plugin-api';
import { unet } from './unet/model.js';

/** Diffusion models: the family `diffusion`. */
export const plugin: Plugin = {
  apiVersion: API_VERSION,
  name: '@aigc/plugin-diffusion',
  families: [{ family: 'diffusion', models: [unet as unknown as ModelDefinition] }],
};
