import type { ModelDefinition, TextSampler } from '@aigc/plugin-api';
import { TOKENIZER_FILE } from '../data/text-dataset.js';
import type { OpenRun } from './open-run.js';
import { SampleGrid } from './sample-grid.js';
import { SampleTexts } from './sample-texts.js';
import type { SampleWriter } from './sample-writer.js';

/** What writes the samples of a run; undefined for models that have nothing to show. */
export function openSampleWriter(
  model: ModelDefinition,
  { config, dir, dataset }: Pick<OpenRun, 'config' | 'dir' | 'dataset'>,
  threads: number | undefined,
): SampleWriter | undefined {
  if (model.sampler !== undefined) return new SampleGrid(model, config, dir, threads);
  const tokenizer = dataset.files[TOKENIZER_FILE];
  if (model.textSampler === undefined || tokenizer === undefined) return undefined;
  return new SampleTexts(dir, () => model.textSampler?.(config, { tokenizer, threads }) as Promise<TextSampler>);
}
