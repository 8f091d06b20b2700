import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadTrainedRun } from '@aigc/core';
import type { HostTensor, ModelDefinition, Named } from '@aigc/plugin-api';
import type { GptConfig } from '../gpt/config.js';
import { gpt } from '../gpt/model.js';
import { gptEntries } from '../gpt/parameters.js';
import type { GptState } from '../gpt/train-step.js';
import { splitVector } from '../pretrained/flat-vector.js';
import { configOf, GPT2_FILES, readGpt2 } from '../pretrained/read-gpt2.js';
import { parseTokenizer } from '../tokenizer/fit-tokenizer.js';
import type { TextTokenizer } from '../tokenizer/text-tokenizer.js';
import { parametersOf } from './parameters-of.js';

/** A model that is ready to generate. */
export interface TextModel {
  readonly config: GptConfig;
  /** Weights by name, averaged where there is an average, adapters merged in. */
  readonly parameters: Named<HostTensor>;
  readonly tokenizer: TextTokenizer;
  /** The run's step, or undefined for a published model. */
  readonly step: number | undefined;
  readonly warnings: readonly string[];
}

/** The checkpoint of a run to use. */
export type CheckpointOfRun = 'best' | 'last' | number;

/**
 * Reads a run of the family `text`, or the folder of a published GPT-2.
 *
 * @throws InvalidConfigError where the folder is neither, CheckpointError (exit 11) without a usable checkpoint.
 */
export async function loadTextModel(folder: string, checkpoint?: CheckpointOfRun): Promise<TextModel> {
  if (!existsSync(join(folder, 'run.json')) && existsSync(join(folder, GPT2_FILES.weights))) {
    const { architecture, weights, tokenizer } = await readGpt2(folder);
    const config = configOf(architecture);
    return { config, parameters: splitVector(weights, gptEntries(config)), tokenizer, step: undefined, warnings: [] };
  }
  const run = await loadTrainedRun(folder, gpt as unknown as ModelDefinition, checkpoint);
  const config = run.config as GptConfig;
  const path = join(folder, GPT2_FILES.tokenizer);
  const tokenizer = parseTokenizer(await readFile(path, 'utf8'), path);
  const parameters = parametersOf(run.state as unknown as GptState<HostTensor>, config);
  return { config, parameters, tokenizer, step: run.checkpoint.step, warnings: run.warnings };
}
