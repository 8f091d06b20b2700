import type { ModelDefinition } from '@aigc/plugin-api';
import { dcgan } from './dcgan/model.js';
import { texture } from './texture/model.js';
import { wganGp } from './wgan-gp/model.js';

/** The models of this family by name; the first is what is trained unless another is named. */
export const ganModels: { readonly [name: string]: ModelDefinition } = Object.fromEntries(
  [dcgan, wganGp, texture].map((model) => [model.name, model as unknown as ModelDefinition]),
);
