import {
  compile,
  type DeviceName,
  type DeviceTensor,
  type Feed,
  type Program,
  type StoredProgram,
  type TensorFunction,
} from '@aigc/engine';
import type { HostTensor, Named, TensorSpec } from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';
import type { GptConfig } from '../gpt/config.js';
import { cacheNames, cacheShape, decodeNext, foldPage, PAGE, type Place, prefill } from '../gpt/decoder.js';
import { compileWithWeights, type WeighedFunction, type Weights } from './compile-with-weights.js';
import { nextToken, type TokenChoice } from './next-token.js';

/** A model to generate with, and how. */
export interface TextProgramOptions {
  readonly config: GptConfig;
  readonly parameters: Weights;
  readonly choice: TokenChoice;
  readonly device?: DeviceName | undefined;
  readonly threads?: number | undefined;
}

/** Prompts are filled up to a power of two of tokens, at least this many, so that few graphs serve all lengths. */
const SHORTEST_PREFILL = 16;
const UNIFORM: TensorSpec = { shape: [1], dtype: 'float32' };
const integers = (shape: readonly number[]): TensorSpec => ({ shape, dtype: 'int32' });
const integer = (value: number, shape: readonly number[] = []): HostTensor => ({
  shape,
  dtype: 'int32',
  data: Int32Array.of(value),
});

/** Leaves of a cache or page under names that tell them from other ports. */
const prefixed = <T>(prefix: string, leaves: Named<T>): Named<T> =>
  Object.fromEntries(Object.entries(leaves).map(([name, leaf]) => [`${prefix} ${name}`, leaf]));
const unprefixed = <T>(leaves: Named<T>): Named<T> =>
  Object.fromEntries(Object.entries(leaves).map(([name, leaf]) => [name.slice(name.indexOf(' ') + 1), leaf]));

/** Draws one token after another; cache and page stay on the device. */
export class TextProgram {
  readonly #options: TextProgramOptions;
  readonly #prefills = new Map<number, StoredProgram>();
  readonly #emptyPage: Named<HostTensor>;
  #decode: StoredProgram | undefined;
  #fold: Program | undefined;
  #cache: Named<DeviceTensor> = {};
  #page: Named<Feed>;
  /** Tokens in the cache, and in cache and page together. */
  #cached = 0;
  #length = 0;

  constructor(options: TextProgramOptions) {
    this.#options = options;
    const shape = cacheShape(options.config, PAGE);
    const empty: HostTensor = { shape, dtype: 'float32', data: new Float32Array(shape.reduce((size, side) => size * side, 1)) };
    this.#emptyPage = Object.fromEntries(cacheNames(options.config).map((name) => [name, empty]));
    this.#page = this.#emptyPage;
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
    const prompt: HostTensor = { shape: [1, places], dtype: 'int32', data: padded };
    this.#length = tokenIds.length;
    this.#cached = this.#length;
    const { drawn, ...cache } = await program.run({ tokenIds: prompt, length: integer(this.#length), uniform: number(uniform) });
    this.#replaceCache(unprefixed(cache));
    this.#replacePage(this.#emptyPage);
    return tokenOf(drawn);
  }

  /** Reads the token that was drawn last, and draws the one after it. @param uniform in [0, 1) */
  async next(tokenId: number, uniform: number): Promise<number> {
    if (this.#length - this.#cached === PAGE) await this.#foldPage();
    this.#decode ??= await this.#openDecode();
    const state = { ...prefixed('cache', this.#cache), ...prefixed('page', this.#page) };
    const place = { tokenId: integer(tokenId, [1]), position: integer(this.#length), cached: integer(this.#cached) };
    const { drawn, ...page } = await this.#decode.run({ ...state, ...place, uniform: number(uniform) });
    this.#replacePage(unprefixed(page));
    this.#length += 1;
    return tokenOf(drawn);
  }

  async dispose(): Promise<void> {
    this.#replaceCache({});
    this.#replacePage(this.#emptyPage);
    for (const program of [...this.#prefills.values(), this.#decode, this.#fold]) await program?.dispose();
  }

  #replaceCache(cache: Named<DeviceTensor>): void {
    for (const tensor of Object.values(this.#cache)) tensor.dispose();
    this.#cache = cache;
  }

  #replacePage(page: Named<Feed>): void {
    for (const tensor of Object.values(this.#page)) if ('dispose' in tensor) tensor.dispose();
    this.#page = page;
  }

  async #foldPage(): Promise<void> {
    this.#fold ??= await this.#openFold();
    this.#replaceCache((await this.#fold.run(this.#cache, this.#page, integer(this.#cached))) as Named<DeviceTensor>);
    this.#replacePage(this.#emptyPage);
    this.#cached = this.#length;
  }

  async #openPrefill(places: number): Promise<StoredProgram> {
    const { config, choice } = this.#options;
    const specs = { tokenIds: integers([1, places]), length: integers([]), uniform: UNIFORM };
    const fn = (parameters: Named<tf.Tensor>, { tokenIds, length, uniform }: Named<tf.Tensor>) => {
      const { logits, cache } = prefill(parameters, tokenIds as tf.Tensor, length as tf.Tensor, config);
      return { drawn: nextToken(logits, uniform as tf.Tensor, choice), ...prefixed('written', cache) };
    };
    const program = await this.#compile(`read ${places} tokens`, fn, specs);
    this.#prefills.set(places, program);
    return program;
  }

  #openDecode(): Promise<StoredProgram> {
    const { config, choice } = this.#options;
    const place = { tokenId: integers([1]), position: integers([]), cached: integers([]) };
    const { cache, page } = this.#stateSpecs();
    const specs = { ...prefixed('cache', cache), ...prefixed('page', page), ...place, uniform: UNIFORM };
    const fn = (parameters: Named<tf.Tensor>, inputs: Named<tf.Tensor>) => {
      const part = (prefix: string) =>
        unprefixed(Object.fromEntries(Object.entries(inputs).filter(([name]) => name.startsWith(`${prefix} `))));
      const state = { cache: part('cache'), page: part('page') };
      const { logits, page: written } = decodeNext(parameters, state, inputs as unknown as Place, config);
      return { drawn: nextToken(logits, inputs.uniform as tf.Tensor, choice), ...prefixed('written', written) };
    };
    return this.#compile('next token', fn, specs);
  }

  #openFold(): Promise<Program> {
    const { cache, page } = this.#stateSpecs();
    const fold = (old: Named<tf.Tensor>, full: Named<tf.Tensor>, cached: tf.Tensor) =>
      foldPage(old, full, cached, this.#options.config);
    return compile(fold as unknown as TensorFunction, [cache, page, integers([])], { name: 'fold page', ...this.#placement() });
  }

  #stateSpecs(): { readonly cache: Named<TensorSpec>; readonly page: Named<TensorSpec> } {
    const { config } = this.#options;
    const leaves = (length: number): Named<TensorSpec> =>
      Object.fromEntries(cacheNames(config).map((name) => [name, { shape: cacheShape(config, length), dtype: 'float32' }]));
    return { cache: leaves(config.contextLength), page: leaves(PAGE) };
  }

  #compile(name: string, fn: WeighedFunction, specs: Named<TensorSpec>): Promise<StoredProgram> {
    return compileWithWeights(fn, this.#options.parameters, specs, { name, ...this.#placement() });
  }

  #placement() {
    const { device, threads } = this.#options;
    return { ...(device && { device }), ...(threads && { threads }) };
  }
}

const number = (value: number): HostTensor => ({ ...UNIFORM, dtype: 'float32', data: Float32Array.of(value) });

async function tokenOf(drawn: DeviceTensor | undefined): Promise<number> {
  return Number((await (drawn as DeviceTensor).data())[0]);
}
