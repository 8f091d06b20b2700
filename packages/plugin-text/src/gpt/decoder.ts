// Generation with a cache: keys and values of earlier tokens are kept, so that a new token costs one row instead of all.
import { embedding } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { attend, attendBoth, causalMask, HIDDEN, joinHeads, rotationOf, splitHeads } from './attention.js';
import type { GptConfig } from './config.js';
import { fusedNorm } from './fused-norm.js';
import { embed, logitsOf, transformer } from './network.js';

/** Keys and values of each layer, float32 `[1, heads, contextLength, D]`; 0 at positions that are not written yet. */
export type Cache<T> = Named<T>;

/** Logits of the next token and the cache with the tokens that were read. */
export interface Decoded {
  /** float32 `[1, vocabSize]`. */
  readonly logits: tf.Tensor;
  readonly cache: Cache<tf.Tensor>;
}

const keysOf = (layer: number) => `keys${layer}`;
const valuesOf = (layer: number) => `values${layer}`;

/** Tokens of a page. */
export const PAGE = 32;

/** Shape of each leaf of a cache, or of a page. */
export function cacheShape({ heads, width }: GptConfig, length: number): number[] {
  return [1, heads, length, width / heads];
}

/**
 * Reads a prompt: the logits after its last token, and a fresh cache.
 *
 * @param tokenIds int32 `[1, P]`, P at most `contextLength`, filled up behind the prompt
 * @param length int32 scalar, tokens of the prompt
 */
export function prefill(parameters: Named<tf.Tensor>, tokenIds: tf.Tensor, length: tf.Tensor, config: GptConfig): Decoded {
  const places = tokenIds.shape[1] as number;
  const cache: { [name: string]: tf.Tensor } = {};
  const isPrompt = tf.cast(tf.less(tf.range(0, places, 1, 'int32'), length), 'float32');
  const written = tf.reshape(isPrompt, [1, 1, places, 1]);
  const keep = (part: tf.Tensor) =>
    tf.pad(tf.mul(part, written), [
      [0, 0],
      [0, 0],
      [0, config.contextLength - places],
      [0, 0],
    ]);
  const mask = causalMask(places);
  const rotation = rotationOf(places, config);
  const attention = (qkv: tf.Tensor, layer: number) => {
    const heads = splitHeads(qkv, 1, config, rotation);
    cache[keysOf(layer)] = keep(heads.k);
    cache[valuesOf(layer)] = keep(heads.v);
    return joinHeads(attend(heads, mask));
  };
  const x = transformer(embed(tokenIds, parameters, config), parameters, config, { attention, norm: fusedNorm });
  // [P, C] -> [1, C]: the last token of the prompt
  const last = tf.gather(x, tf.reshape(tf.sub(length, tf.scalar(1, 'int32')), [1]) as tf.Tensor1D);
  return { logits: logitsOf(last, parameters, config), cache };
}

/** Names of the leaves of a cache and of a page. */
export function cacheNames({ layers }: GptConfig): readonly string[] {
  return Array.from({ length: layers }, (_, i) => [keysOf(i), valuesOf(i)]).flat();
}

/** Where the token that is read stands. */
export interface Place {
  /** int32 `[1]`. */
  readonly tokenId: tf.Tensor;
  /** int32 scalar, tokens that were read before it; below `contextLength`. */
  readonly position: tf.Tensor;
  /** int32 scalar, how many of those are in the cache; the others are in the page. */
  readonly cached: tf.Tensor;
}

/**
 * Reads one token more. Its keys and values go to a page of the cache's form but `PAGE` long, so that a step writes little;
 * a full page is added to the cache by `foldPage`.
 */
export function decodeNext(
  parameters: Named<tf.Tensor>,
  { cache, page }: { readonly cache: Cache<tf.Tensor>; readonly page: Cache<tf.Tensor> },
  { tokenId, position, cached }: Place,
  config: GptConfig,
): { readonly logits: tf.Tensor; readonly page: Cache<tf.Tensor> } {
  const { contextLength, positions } = config;
  const slots = tf.range(0, PAGE, 1, 'int32');
  const slot = tf.sub(position, cached);
  const hide = (isHidden: tf.Tensor) => tf.mul(tf.cast(isHidden, 'float32'), HIDDEN);
  const hiddenCache = hide(tf.greaterEqual(tf.range(0, contextLength, 1, 'int32'), cached));
  const hiddenPage = hide(tf.greater(slots, slot));
  const here = tf.reshape(tf.cast(tf.equal(slots, slot), 'float32'), [1, 1, PAGE, 1]);
  const rowOf = (table: tf.Tensor) => tf.gather(table, tf.reshape(position, [1]) as tf.Tensor1D);
  const table = rotationOf(contextLength, config);
  const rotation = table && { cos: rowOf(table.cos), sin: rowOf(table.sin) };
  const next: { [name: string]: tf.Tensor } = {};
  const write = (name: string, row: tf.Tensor) => {
    // an outer product, [S, 1] x [heads, 1, D]: unlike element-wise products it leaves the page in its layout
    const updated = tf.add(page[name] as tf.Tensor, tf.matMul(here, row));
    next[name] = updated;
    return updated;
  };
  const attention = (qkv: tf.Tensor, layer: number) => {
    const { q, k, v } = splitHeads(qkv, 1, config, rotation);
    const older = { k: cache[keysOf(layer)] as tf.Tensor, v: cache[valuesOf(layer)] as tf.Tensor, mask: hiddenCache };
    const newer = { k: write(keysOf(layer), k), v: write(valuesOf(layer), v), mask: hiddenPage };
    return joinHeads(attendBoth(q, older, newer));
  };
  const token = embedding(parameters.token as tf.Tensor, tokenId);
  const x = positions === 'rotary' ? token : tf.add(token, rowOf(parameters.position as tf.Tensor));
  return { logits: logitsOf(transformer(x, parameters, config, { attention, norm: fusedNorm }), parameters, config), page: next };
}

/** Adds a page to the cache behind the tokens that are there. @param cached int32 scalar */
export function foldPage(
  cache: Cache<tf.Tensor>,
  page: Cache<tf.Tensor>,
  cached: tf.Tensor,
  { contextLength }: GptConfig,
): Cache<tf.Tensor> {
  const places = tf.reshape(tf.range(0, contextLength, 1, 'int32'), [contextLength, 1]);
  const targets = tf.add(tf.range(0, PAGE, 1, 'int32'), cached);
  // [T, S], 1 where slot s goes to place t
  const moves = tf.reshape(tf.cast(tf.equal(places, targets), 'float32'), [1, 1, contextLength, PAGE]);
  const folded = Object.entries(cache).map(([name, old]) => [name, tf.add(old, tf.matMul(moves, page[name] as tf.Tensor))]);
  return Object.fromEntries(folded);
}
