// Code: E-CONFIG-116 a model that draws no pictures.
import { InvalidConfigError, type ModelDefinition, type Sampling } from '@aigc/plugin-api';

/** The model's sampler. @throws InvalidConfigError E-CONFIG-116 for a model of other things than pictures. */
export function requireSampler(model: ModelDefinition, config: object, settings: object = {}): Sampling {
  const sampling = model.sampler?.(config, model.samplingSchema?.parse(settings) ?? settings);
  if (sampling !== undefined) return sampling;
  throw new InvalidConfigError('E-CONFIG-116', `the model ${model.name} draws no pictures`, {
    hints: ["see the commands of its family's plugin: aigc generate --help"],
  });
}
