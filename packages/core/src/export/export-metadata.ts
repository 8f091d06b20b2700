import type { Recipe, SamplerBase } from '@aigc/plugin-api';

/** What an exported file says about itself; every value is text, as ONNX and safetensors want it. */
export interface ExportMetadata {
  readonly [key: string]: string;
}

const LICENCE =
  'This file grants no licence. Rights in the weights follow from the data they were trained on (dataHash) and from whoever trained them.';

/** Keys that both formats carry. `aigc` is the recipe as JSON, as in the PNG files of `aigc generate`. */
export function exportMetadata(recipe: Recipe, source: string): ExportMetadata {
  const { family, model, step, stateHash, dataHash, part, config } = recipe.settings as { [name: string]: unknown };
  return {
    aigc: JSON.stringify(recipe),
    aigcVersion: recipe.aigcVersion,
    family: String(family),
    model: String(model),
    source,
    part: String(part),
    step: String(step),
    stateHash: String(stateHash),
    dataHash: String(dataHash),
    config: JSON.stringify(config),
    licence: LICENCE,
  };
}

/** A sentence for each input and output of a sampler's file, by name. */
export function portDescriptions(sampler: SamplerBase, output: string): { readonly [name: string]: string } {
  const ranges = {
    normal: 'standard normal noise, independent for each element',
    uniform: 'uniform noise in [0, 1), independent for each element',
    images: 'pictures as the model was trained on, in [-1, 1]',
    labels: 'classes, whole numbers from 0',
    tokens: 'token ids',
    learningRate: 'learning rate',
  };
  const inputs = Object.entries(sampler.inputs).map(([name, { source }]) => [name, `batch first; ${ranges[source]}`]);
  const images =
    'layout NHWC: batch, height, width, channels (1 grey, 3 RGB); values in [-1, 1]; pixel = round((value + 1) * 127.5)';
  return { ...Object.fromEntries(inputs), [output]: output === 'images' ? images : 'what the network gives, batch first' };
}
