import type { ModelDefinition } from '@aigc/plugin-api';
import { gpt } from '../gpt/model.js';
import { fineTuningSettings, pretrainedGpt } from './pretrained-model.js';
import { readGpt2 } from './read-gpt2.js';

/**
 * The model to train and its settings: fresh, or a published one from a folder.
 *
 * @throws InvalidConfigError, ShapeMismatchError or DecodeError where the folder cannot be used.
 */
export async function startingModel(
  folder: string | undefined,
  settings: object,
): Promise<{ model: ModelDefinition; settings: object }> {
  if (folder === undefined) return { model: gpt as unknown as ModelDefinition, settings };
  const pretrained = await readGpt2(folder);
  const model = pretrainedGpt(pretrained) as unknown as ModelDefinition;
  return { model, settings: { ...fineTuningSettings(pretrained), ...settings } };
}
