import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeSafetensors } from '@aigc/core';
import { type HostTensor, InvalidConfigError } from '@aigc/plugin-api';
import { type GptConfig, gptConfigSchema } from '../gpt/config.js';
import { gptEntries } from '../gpt/parameters.js';
import { parseTokenizer } from '../tokenizer/fit-tokenizer.js';
import type { TextTokenizer } from '../tokenizer/text-tokenizer.js';
import { joinVector } from './flat-vector.js';
import { type Gpt2Architecture, parseGpt2Config } from './gpt2-config.js';
import { gpt2Name } from './gpt2-names.js';

/** The files of a model that is published as a folder. */
export const GPT2_FILES = { config: 'config.json', weights: 'model.safetensors', tokenizer: 'tokenizer.json' } as const;

/** A published model. */
export interface Pretrained {
  readonly folder: string;
  readonly architecture: Gpt2Architecture;
  /** float32, the parameters of `gptEntries` in their order. */
  readonly weights: HostTensor<'float32'>;
  readonly tokenizer: TextTokenizer;
  /** `tokenizer.json` as it is. */
  readonly tokenizerJson: string;
}

/**
 * Reads a GPT-2 folder: `config.json`, `model.safetensors`, `tokenizer.json`.
 *
 * @throws InvalidConfigError where a file is missing or of another architecture, ShapeMismatchError for weights that do not fit,
 * DecodeError for a damaged file of weights.
 */
export async function readGpt2(folder: string): Promise<Pretrained> {
  const [config, weights, tokenizerJson] = await Promise.all([
    readPart(folder, GPT2_FILES.config),
    readPart(folder, GPT2_FILES.weights),
    readPart(folder, GPT2_FILES.tokenizer),
  ]);
  const architecture = parseGpt2Config(config.toString(), join(folder, GPT2_FILES.config));
  const path = join(folder, GPT2_FILES.weights);
  const { tensors } = decodeSafetensors(weights, path);
  // published without the head, names lack its prefix
  const find = (name: string) => tensors.get(gpt2Name(name)) ?? tensors.get(gpt2Name(name).replace('transformer.', ''));
  const entries = gptEntries(configOf(architecture));
  const json = tokenizerJson.toString();
  const tokenizer = parseTokenizer(json, join(folder, GPT2_FILES.tokenizer));
  if (tokenizer.vocabSize > architecture.vocabSize) {
    const sizes = `${tokenizer.vocabSize} tokens, the model ${architecture.vocabSize}`;
    throw new InvalidConfigError('E-CONFIG-144', `the tokenizer does not belong to the model: it has ${sizes}`, { path: folder });
  }
  return { folder, architecture, weights: joinVector(entries, find, path), tokenizer, tokenizerJson: json };
}

/** A whole configuration with the architecture of a published model. */
export function configOf(architecture: Gpt2Architecture): GptConfig {
  return gptConfigSchema.parse({ ...architecture, stretchLength: architecture.contextLength, scheduleSteps: 1 }) as GptConfig;
}

async function readPart(folder: string, name: string): Promise<Buffer> {
  const path = join(folder, name);
  return readFile(path).catch((cause: unknown) => {
    throw new InvalidConfigError('E-CONFIG-145', `${folder} is not a model folder: it has no readable ${name}`, {
      path,
      hints: [`a GPT-2 folder of Hugging Face has ${Object.values(GPT2_FILES).join(', ')}`],
      cause,
    });
  });
}
