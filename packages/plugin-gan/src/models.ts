// Code: E-CONFIG-406 a model of another family.
import { InvalidConfigError, type ModelDefinition } from '@aigc/plugin-api';
import { dcgan } from './dcgan/model.js';
import { texture } from './texture/model.js';
import { wganGp } from './wgan-gp/model.js';

/** The models of this family by name. */
export const ganModels: { readonly [name: string]: ModelDefinition } = Object.fromEntries(
  [dcgan, wganGp, texture].map((model) => [model.name, model as unknown as ModelDefinition]),
);

/** A model by its name. @throws InvalidConfigError E-CONFIG-406 for a name that is none of this family's */
export function ganModel(name: string): ModelDefinition {
  const model = Object.hasOwn(ganModels, name) ? ganModels[name] : undefined;
  if (model !== undefined) return model;
  throw new InvalidConfigError('E-CONFIG-406', `the family gan has no model ${name}`, {
    hints: [`its models are: ${Object.keys(ganModels).join(', ')}`],
  });
}
