// Code: E-CONFIG-302 a run of another family.
import { InvalidConfigError, type ModelDefinition } from '@aigc/plugin-api';
import { conv } from './conv/model.js';
import type { VaeModel } from './define-vae.js';
import { mlp } from './mlp/model.js';

/** A model of the family as the host sees it, with the networks that its own commands use. */
export type AnyVae = ModelDefinition & Pick<VaeModel, 'architecture'>;

/** The models of the family; the first is the default. */
export const MODELS = [mlp, conv] as unknown as readonly AnyVae[];

/** A model by its name. @throws InvalidConfigError E-CONFIG-302 where the family has no such one. */
export function modelNamed(name: string): AnyVae {
  const found = MODELS.find((model) => model.name === name);
  if (found !== undefined) return found;
  const names = MODELS.map((model) => model.name).join(', ');
  throw new InvalidConfigError('E-CONFIG-302', `"${name}" is no variational auto-encoder: there are ${names}`, {
    hints: ['give the folder of a run that `aigc train vae` wrote'],
  });
}
