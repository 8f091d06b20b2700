import { API_VERSION, type ModelDefinition, type Plugin } from '@aigc/plugin-api';
import { gpt } from './gpt/model.js';

/** Language models: the family `text`. */
export const plugin: Plugin = {
  apiVersion: API_VERSION,
  name: '@aigc/plugin-text',
  families: [{ family: 'text', models: [gpt as unknown as ModelDefinition] }],
};
