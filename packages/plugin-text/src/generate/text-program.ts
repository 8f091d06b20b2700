import {
  compileStored,
  type DeviceName,
  type DeviceTensor,
  type Feed,
  type StoredConstant,
  type StoredProgram,
  type TensorFunction,
} from '@aigc/engine';
import type { HostTensor, Named, TensorSpec } from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';
import type { GptConfig } from '../gpt/config.js';
import { cacheShape, type Decoded, decodeNext, prefill } from '../gpt/decoder.js';
import { nextToken, type TokenChoice } from './next-token.js';

/** A model to generate with, and how. */
export interface TextProgramOptions {
  readonly config: GptConfig;
  /** Weights by name, adapters merged in. */
  readonly parameters: Named<HostTensor>;
  readonly choice: TokenChoice;
  readonly device?: DeviceName | undefined;
  readonly threads?: number | undefined;
}

/** Prompts are filled up to a power of two of tokens, at least this many, so that few graphs serve all lengths. */
const SHORTEST_PREFILL = 16;

/** Draws one token after another; the cache stays on the device. */
export class TextProgram {
  readonly #options: TextProgramOptions;
  readonly #prefills = new Map<number, StoredProgram>();
  #decode: StoredProgram | undefined;
  #cache: Named<DeviceTensor> = {};
  /** Tokens in the cache. */
  #length = 0;

  constructor(options: TextProgramOptions) {
    this.#options = options;
  }

  /** True where the context is full: the next call has to be `read`. */
  get isFull(): boolean {
    return this.#length >= this.#options.config.contextLength;
  }

  /** Reads a prompt of 1 to `contextLength` tokens in one call, and draws the token after it. @param uniform in [0, 1) */
  async read(tokenIds: readonly number[], uniform: number): Promise<number> {
    const { contextLength } = this.#options.config;
    const places = Math.min(contextLength, Math.max(SHORTEST_PREFILL, 2 ** Math.ceil(Math.log2(tokenIds.length))));
    const program = this.#prefills.get(places) ?? (await this.#openPrefill(places));
    const padded = new Int32Array(places);
    padded.set(tokenIds);
    this.#length = tokenIds.length;
    return this.#run(
      program,
      { tokenIds: { shape: [1, places], dtype: 'int32', data: padded }, length: integer(this.#length) },
      uniform,
    );
  }

  /** Reads the token that was drawn last, and draws the one after it. @param uniform in [0, 1) */
  async next(tokenId: number, uniform: number): Promise<number> {
    this.#decode ??= await this.#openDecode();
    const feeds = { ...this.#cache, tokenId: integer(tokenId, [1]), position: integer(this.#length) };
    this.#length += 1;
    return this.#run(this.#decode, feeds, uniform);
  }

  async dispose(): Promise<void> {
    this.#free();
    for (const program of [...this.#prefills.values(), this.#decode]) await program?.dispose();
  }

  async #run(program: StoredProgram, feeds: Named<Feed>, uniform: number): Promise<number> {
    const drawn: HostTensor = { shape: [1], dtype: 'float32', data: Float32Array.of(uniform) };
    const { drawn: token, ...cache } = await program.run({ ...feeds, uniform: drawn });
    this.#free();
    this.#cache = Object.fromEntries(Object.entries(cache).map(([name, tensor]) => [name.slice(WRITTEN.length), tensor]));
    return Number((await (token as DeviceTensor).data())[0]);
  }

  #free(): void {
    for (const tensor of Object.values(this.#cache)) tensor.dispose();
    this.#cache = {};
  }

  async #openPrefill(places: number): Promise<StoredProgram> {
    const { config, choice } = this.#options;
    const specs = { tokenIds: integers([1, places]), length: integers([]), uniform: UNIFORM };
    const fn = (parameters: Named<tf.Tensor>, { tokenIds, length, uniform }: Named<tf.Tensor>) =>
      outputs(prefill(parameters, tokenIds as tf.Tensor, length as tf.Tensor, config), uniform as tf.Tensor, choice);
    const program = await this.#compile(`read ${places} tokens`, fn as unknown as TensorFunction, [specs]);
    this.#prefills.set(places, program);
    return program;
  }

  #openDecode(): Promise<StoredProgram> {
    const { config, choice } = this.#options;
    const leaf: TensorSpec = { shape: cacheShape(config), dtype: 'float32' };
    const names = Array.from({ length: config.layers }, (_, i) => [`keys${i}`, `values${i}`]).flat();
    const cacheSpec = Object.fromEntries(names.map((name) => [name, leaf]));
    const specs = { tokenId: integers([1]), position: integers([]), uniform: UNIFORM };
    const fn = (parameters: Named<tf.Tensor>, cache: Named<tf.Tensor>, inputs: Named<tf.Tensor>) => {
      const { tokenId, position, uniform } = inputs as { tokenId: tf.Tensor; position: tf.Tensor; uniform: tf.Tensor };
      return outputs(decodeNext(parameters, cache, { tokenId, position }, config), uniform, choice);
    };
    return this.#compile('next token', fn as unknown as TensorFunction, [cacheSpec, specs]);
  }

  #compile(name: string, fn: TensorFunction, specs: readonly Named<TensorSpec>[]): Promise<StoredProgram> {
    const { parameters, device, threads } = this.#options;
    const weights = Object.entries(parameters);
    const constants = new Map(
      weights.map(([key, tensor]): [string, StoredConstant] => [`0.${key}`, { name: `weight ${key}`, tensor }]),
    );
    const weightSpecs = Object.fromEntries(weights.map(([key, { shape, dtype }]) => [key, { shape, dtype }]));
    const placement = { ...(device && { device }), ...(threads && { threads }) };
    return compileStored(fn, [weightSpecs, ...specs], { name, constants, ...placement });
  }
}

/** Names of the cache's leaves when they come out of a program. */
const WRITTEN = 'written ';
const UNIFORM: TensorSpec = { shape: [1], dtype: 'float32' };
const integers = (shape: readonly number[]): TensorSpec => ({ shape, dtype: 'int32' });
const integer = (value: number, shape: readonly number[] = []): HostTensor => ({
  shape,
  dtype: 'int32',
  data: Int32Array.of(value),
});

function outputs({ logits, cache }: Decoded, uniform: tf.Tensor, choice: TokenChoice): Named<tf.Tensor> {
  const written = Object.entries(cache).map(([name, tensor]) => [`${WRITTEN}${name}`, tensor]);
  return { drawn: nextToken(logits, uniform, choice), ...Object.fromEntries(written) };
}
