import type { VaeConfig } from '../config/vae-config.js';
import type { AnyVae } from '../model-named.js';
import type { Mixture } from '../prior/mixture.js';
import type { VaeSamplingSettings } from './sampling-schema.js';
import { vaeSampler } from './vae-sampler.js';

/** The same model, whose sampler knows the mixture that was fitted to the codes of a run. */
export function withMixture(model: AnyVae, mixture: Mixture | undefined): AnyVae {
  return {
    ...model,
    sampler: (config, settings) =>
      vaeSampler(model.architecture, config as VaeConfig, { settings: settings as VaeSamplingSettings | undefined, mixture }),
  };
}
