import type { ModelDefinition } from './model.js';

/** Raised when a change to the contract breaks existing plugins. A host loads plugins of its own version only. */
export const API_VERSION = 1;

/** A group of models that share a `train` command: `aigc train <family> --model NAME`. */
export interface ModelFamily {
  readonly family: string;
  /** The first is the default of `--model`. */
  readonly models: readonly ModelDefinition[];
}

/**
 * What a model plugin exports as `plugin`. Commands come from oclif; `package.json` carries
 * `"aigc": { "apiVersion": 1, "families": ["gan"] }`, so that the host knows whom to load without loading anyone.
 */
export interface Plugin {
  readonly apiVersion: number;
  readonly name: string;
  readonly families: readonly ModelFamily[];
}
