// Generation with a cache: keys and values of earlier tokens are kept, so that a new token costs one row instead of all.
import { embedding } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { attend, causalMask, HIDDEN, joinHeads, rotationOf, splitHeads } from './attention.js';
import type { GptConfig } from './config.js';
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

/** Shape of each leaf of a cache. */
export function cacheShape({ heads, contextLength, width }: GptConfig): number[] {
  return [1, heads, contextLength, width / heads];
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
  const x = transformer(embed(tokenIds, parameters, config), parameters, config, { attention });
  // [P, C] -> [1, C]: the last token of the prompt
  const last = tf.gather(x, tf.reshape(tf.sub(length, tf.scalar(1, 'int32')), [1]) as tf.Tensor1D);
  return { logits: logitsOf(last, parameters, config), cache };
}

/**
 * Reads one token more.
 *
 * @param tokenId int32 `[1]`
 * @param position int32 scalar, tokens that were read before it; below `contextLength`
 */
export function decodeNext(
  parameters: Named<tf.Tensor>,
  cache: Cache<tf.Tensor>,
  { tokenId, position }: { readonly tokenId: tf.Tensor; readonly position: tf.Tensor },
  config: GptConfig,
): Decoded {
  const { contextLength, positions } = config;
  const places = tf.range(0, contextLength, 1, 'int32');
  const hidden = tf.mul(tf.cast(tf.greater(places, position), 'float32'), HIDDEN);
  const here = tf.reshape(tf.cast(tf.equal(places, position), 'float32'), [1, 1, contextLength, 1]);
  const rowOf = (table: tf.Tensor) => tf.gather(table, tf.reshape(position, [1]) as tf.Tensor1D);
  const table = rotationOf(contextLength, config);
  const rotation = table && { cos: rowOf(table.cos), sin: rowOf(table.sin) };
  const next: { [name: string]: tf.Tensor } = {};
  const write = (name: string, row: tf.Tensor) => {
    // an outer product, [T, 1] x [heads, 1, D]: unlike element-wise products it leaves the cache in its layout
    const updated = tf.add(cache[name] as tf.Tensor, tf.matMul(here, row));
    next[name] = updated;
    return updated;
  };
  const attention = (qkv: tf.Tensor, layer: number) => {
    const { q, k, v } = splitHeads(qkv, 1, config, rotation);
    const seen = { q, k: write(keysOf(layer), k), v: write(valuesOf(layer), v) };
    return joinHeads(attend(seen, hidden));
  };
  const token = embedding(parameters.token as tf.Tensor, tokenId);
  const x = positions === 'rotary' ? token : tf.add(token, rowOf(parameters.position as tf.Tensor));
  return { logits: logitsOf(transformer(x, parameters, config, { attention }), parameters, config), cache: next };
}
