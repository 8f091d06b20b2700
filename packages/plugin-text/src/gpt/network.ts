// GPT-2: Radford et al. 2019, "Language models are unsupervised multitask learners", section 2.3: normalisation before each
// sub-layer, token embedding tied to the output.
import { dense, embedding, gelu, layerNorm, type ScaleShift } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { attend, causalMask, joinHeads, rotationOf, splitHeads } from './attention.js';
import type { GptConfig } from './config.js';
import { type Dropout, NO_DROPOUT } from './dropout.js';
import { geluTanh } from './gelu-tanh.js';

/** What a block does with its projections: `[T B, 3 C] -> [T B, C]`. */
type Attention = (qkv: tf.Tensor, layer: number) => tf.Tensor;

/** Layer normalisation of `[N, C]`. */
type Norm = (x: tf.Tensor, scaleShift: ScaleShift) => tf.Tensor;

const read = (parameters: Named<tf.Tensor>) => (name: string) => parameters[name] as tf.Tensor;

/** A linear layer, with its adapter where there is one: `x W + b + alpha / rank (x A) B`. */
function linear(x: tf.Tensor, name: string, parameters: Named<tf.Tensor>, config: GptConfig): tf.Tensor {
  const p = read(parameters);
  const y = dense(x, p(`${name}.kernel`), config.bias ? p(`${name}.bias`) : undefined);
  const [a, b] = [parameters[`${name}.lora.a`], parameters[`${name}.lora.b`]];
  if (a === undefined || b === undefined) return y;
  return tf.add(y, tf.mul(dense(dense(x, a), b), config.loraAlpha / config.loraRank));
}

/**
 * The blocks and the normalisation after them: `[T B, C] -> [T B, C]`.
 *
 * Activations stay `[T B, C]` outside attention, so that each linear layer is one matrix product.
 */
export function transformer(
  x: tf.Tensor,
  parameters: Named<tf.Tensor>,
  config: GptConfig,
  { attention, dropout = NO_DROPOUT, norm = layerNorm }: { attention: Attention; dropout?: Dropout; norm?: Norm },
): tf.Tensor {
  const activate = config.activation === 'gelu' ? gelu : geluTanh;
  const p = read(parameters);
  const normalise = (x0: tf.Tensor, name: string) => norm(x0, { scale: p(`${name}.scale`), shift: p(`${name}.shift`) });
  let stream = dropout.residual()(x);
  for (let i = 0; i < config.layers; i++) {
    const name = `block${i}`;
    const layer = (input: tf.Tensor, part: string) => linear(input, `${name}.${part}`, parameters, config);
    const seen = attention(layer(normalise(stream, `${name}.norm1`), 'qkv'), i);
    stream = tf.add(stream, dropout.residual()(layer(seen, 'projection')));
    const hidden = activate(layer(normalise(stream, `${name}.norm2`), 'up'));
    stream = tf.add(stream, dropout.residual()(layer(hidden, 'down')));
  }
  return normalise(stream, 'norm');
}

/** `[N, C] -> logits [N, vocabSize]`. */
export function logitsOf(x: tf.Tensor, parameters: Named<tf.Tensor>, { tieWeights }: GptConfig): tf.Tensor {
  return tf.matMul(x as tf.Tensor2D, read(parameters)(tieWeights ? 'token' : 'output') as tf.Tensor2D, false, true);
}

/** Token and position: `tokenIds [B, T] -> [T B, C]`, the tokens at positions 0 to T - 1. */
export function embed(tokenIds: tf.Tensor, parameters: Named<tf.Tensor>, { width, positions }: GptConfig): tf.Tensor {
  const p = read(parameters);
  const [batchSize, length] = tokenIds.shape as [number, number];
  const tokens = embedding(p('token'), tf.transpose(tokenIds));
  if (positions === 'rotary') return tf.reshape(tokens, [length * batchSize, width]);
  const places = tf.slice(p('position'), [0, 0], [length, width]);
  // [T, B, C] -> [T B, C]
  return tf.reshape(tf.add(tokens, tf.reshape(places, [length, 1, width])), [length * batchSize, width]);
}

/**
 * `tokenIds [B, T] -> logits [T B, vocabSize]`, row `t B + b` for the token after `t`.
 *
 * @param tokenIds int32, T at most `contextLength`
 */
export function gptLogits(parameters: Named<tf.Tensor>, tokenIds: tf.Tensor, config: GptConfig, dropout = NO_DROPOUT): tf.Tensor {
  const [batchSize, length] = tokenIds.shape as [number, number];
  const mask = causalMask(length);
  const rotation = rotationOf(length, config);
  const attention: Attention = (qkv) =>
    joinHeads(attend(splitHeads(qkv, batchSize, config, rotation), mask, dropout.attention()));
  const x = transformer(embed(tokenIds, parameters, config), parameters, config, { attention, dropout });
  return logitsOf(x, parameters, config);
}
