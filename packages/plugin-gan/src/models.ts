import type { ModelDefinition } from '@aigc/plugin-api';
import { dcgan } from './dcgan/model.js';
import { texture } from './texture/model.js';
import { wganGp } from './wgan-gp/model.js';

/** The models of this family by name. */
export const ganModels: { readonly [name: string]: ModelDefinition } = Object.fromEntries(
  [dcgan, wganGp, texture].map((model) => [model.name, model as unknown as ModelDefinition]),
);

/** A model by a name that the command line has checked. */
export function ganModel(name: string): ModelDefinition {
  const model = ganModels[name];
  if (model === undefined) throw new Error(`the family gan has no model ${name}`);
  return model;
}
