import { join } from 'node:path';
import { encodeSafetensors, writeFileAtomic } from '@aigc/core';
import { type ArtifactEvent, type HostTensor, InvalidConfigError, type Named } from '@aigc/plugin-api';
import type { GptConfig } from '../gpt/config.js';
import { gptEntries } from '../gpt/parameters.js';
import type { TextTokenizer } from '../tokenizer/text-tokenizer.js';
import { gpt2Config } from './gpt2-config.js';
import { gpt2Name } from './gpt2-names.js';
import { GPT2_FILES } from './read-gpt2.js';

/** A model to write, adapters merged in. */
export interface WriteGpt2Options {
  readonly config: GptConfig;
  readonly parameters: Named<HostTensor>;
  readonly tokenizer: TextTokenizer;
  readonly folder: string;
}

/** The token that ends a text in GPT-2. */
export const END_OF_TEXT = '<|endoftext|>';

/**
 * Writes a model as a GPT-2 folder that Hugging Face's transformers load. Linear layers without bias get one of zeros.
 *
 * @throws InvalidConfigError where GPT-2's architecture cannot hold the model, StorageError when the disk refuses.
 */
export async function* writeGpt2(options: WriteGpt2Options): AsyncGenerator<ArtifactEvent, { folder: string; files: string[] }> {
  const { config, parameters, tokenizer, folder } = options;
  if (config.positions === 'rotary') {
    throw new InvalidConfigError('E-CONFIG-146', 'GPT-2 has learned positions; this model has rotary ones', {
      hints: ['train with --positions learned'],
    });
  }
  const tensors = new Map<string, HostTensor>();
  for (const { name, shape } of gptEntries({ ...config, bias: true })) {
    const zeros = { shape, dtype: 'float32', data: new Float32Array(shape.reduce((size, side) => size * side, 1)) } as const;
    tensors.set(gpt2Name(name), parameters[name] ?? zeros);
  }
  const settings = gpt2Config(config, tokenizer.specialToken(END_OF_TEXT));
  const files = [
    [GPT2_FILES.config, `${JSON.stringify(settings, undefined, 2)}\n`],
    [GPT2_FILES.tokenizer, tokenizer.serialize()],
    [GPT2_FILES.weights, encodeSafetensors(tensors, { format: 'pt' })],
  ] as const;
  const written: string[] = [];
  for (const [name, bytes] of files) {
    const path = join(folder, name);
    await writeFileAtomic(path, bytes);
    written.push(path);
    yield { type: 'artifact-written', path, kind: name === GPT2_FILES.weights ? 'weights' : 'json' };
  }
  return { folder, files: written };
}
