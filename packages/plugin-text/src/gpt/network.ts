// GPT-2: Radford et al. 2019, "Language models are unsupervised multitask learners", section 2.3: normalisation before each
// sub-layer, exact GELU, token embedding tied to the output; linear layers without bias.
import { dense, embedding, gelu, type InitialisedEntry, layerNorm, multiHeadAttention, normal, ones, zeros } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { GptConfig } from './config.js';

/** Standard deviation of first weights. */
const INITIAL_DEVIATION = 0.02;
/** The hidden layer of a block is this many times as wide as its stream. */
const EXPANSION = 4;

const weight = (name: string, shape: readonly number[], deviation = INITIAL_DEVIATION): InitialisedEntry => ({
  name,
  shape,
  initialiser: normal(deviation),
});
const norm = (name: string, width: number): InitialisedEntry[] => [
  { name: `${name}.scale`, shape: [width], initialiser: ones },
  { name: `${name}.shift`, shape: [width], initialiser: zeros },
];

/** Parameters in order of use. Layers that write to the residual stream start smaller, by `1 / sqrt(2 layers)`. */
export function gptEntries({ vocabSize, contextLength, layers, width }: GptConfig): InitialisedEntry[] {
  const residual = INITIAL_DEVIATION / Math.sqrt(2 * layers);
  const block = (i: number): InitialisedEntry[] => [
    ...norm(`block${i}.norm1`, width),
    weight(`block${i}.qkv.kernel`, [width, 3 * width]),
    weight(`block${i}.projection.kernel`, [width, width], residual),
    ...norm(`block${i}.norm2`, width),
    weight(`block${i}.up.kernel`, [width, EXPANSION * width]),
    weight(`block${i}.down.kernel`, [EXPANSION * width, width], residual),
  ];
  return [
    weight('token', [vocabSize, width]),
    weight('position', [contextLength, width]),
    ...Array.from({ length: layers }, (_, i) => block(i)).flat(),
    ...norm('norm', width),
  ];
}

/**
 * `tokenIds [B, T] -> logits [T B, vocabSize]`, row `t B + b` for the token after `t`.
 *
 * Activations stay `[T B, C]` outside attention, so that each linear layer is one matrix product.
 *
 * @param tokenIds int32, T at most `contextLength`
 */
export function gpt(parameters: Named<tf.Tensor>, tokenIds: tf.Tensor, config: GptConfig): tf.Tensor {
  const p = (name: string) => parameters[name] as tf.Tensor;
  const { heads, layers, width } = config;
  const [batchSize, length] = tokenIds.shape as [number, number];
  const positions = tf.slice(p('position'), [0, 0], [length, width]);
  const embedded = tf.add(embedding(p('token'), tf.transpose(tokenIds)), tf.reshape(positions, [length, 1, width]));
  // [T, B, C] -> [T B, C]
  let x = tf.reshape(embedded, [length * batchSize, width]);
  for (let i = 0; i < layers; i++) {
    const scaleShift = (name: string) => ({ scale: p(`block${i}.${name}.scale`), shift: p(`block${i}.${name}.shift`) });
    const qkv = dense(layerNorm(x, scaleShift('norm1')), p(`block${i}.qkv.kernel`));
    const seen = multiHeadAttention(qkv, { batchSize, heads, causal: true });
    x = tf.add(x, dense(seen, p(`block${i}.projection.kernel`)));
    const hidden = gelu(dense(layerNorm(x, scaleShift('norm2')), p(`block${i}.up.kernel`)));
    x = tf.add(x, dense(hidden, p(`block${i}.down.kernel`)));
  }
  const final = layerNorm(x, { scale: p('norm.scale'), shift: p('norm.shift') });
  return tf.matMul(final as tf.Tensor2D, p('token') as tf.Tensor2D, false, true);
}
