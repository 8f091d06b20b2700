import { type DeviceName, readTree } from '@aigc/engine';
import { DatasetError, type HostTensor, type Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { compileWithWeights } from '../generate/compile-with-weights.js';
import type { TextModel } from '../generate/load-text-model.js';
import { evaluationRows } from '../gpt/evaluation-rows.js';
import { gptLogits } from '../gpt/network.js';

/** How well a model predicts a text. */
export interface TextLoss {
  /** Mean over all tokens that are predicted: all but the first. */
  readonly natsPerToken: number;
  /** Over the characters (code points) of those tokens: comparable between tokenizers. */
  readonly bitsPerCharacter: number;
  readonly tokens: number;
  readonly characters: number;
}

/**
 * The loss over a whole text, each token predicted once, in stretches one after another; the last is filled up and what fills
 * it is not counted.
 *
 * @throws DatasetError where the text has fewer than two tokens, or a symbol that the tokenizer does not know.
 */
export async function textLoss(
  { config, parameters, tokenizer }: Pick<TextModel, 'config' | 'parameters' | 'tokenizer'>,
  text: string,
  { device = 'cpu' }: { readonly device?: DeviceName } = {},
): Promise<TextLoss> {
  const tokens = tokenizer.encode(text);
  if (tokens.length < 2) throw new DatasetError('E-DATA-043', `a text of ${tokens.length} tokens says nothing of a model`);
  const { stretchLength: length } = config;
  const rows = Math.max(1, Math.min(evaluationRows(config), Math.ceil((tokens.length - 1) / length)));
  const batchSpecs = {
    tokenIds: { shape: [rows, length + 1], dtype: 'int32' },
    counted: { shape: [rows, length], dtype: 'float32' },
  } as const;
  const sum = (weights: Named<tf.Tensor>, inputs: Named<tf.Tensor>) => {
    const { tokenIds, counted } = inputs as { tokenIds: tf.Tensor; counted: tf.Tensor };
    const logits = gptLogits(weights, tf.slice(tokenIds, [0, 0], [rows, length]), config);
    const inOrder = (x: tf.Tensor) => tf.reshape(tf.transpose(x), [-1]);
    const labels = tf.oneHot(inOrder(tf.slice(tokenIds, [0, 1], [rows, length])) as tf.Tensor1D, config.vocabSize);
    const chosen = tf.sum(tf.mul(tf.logSoftmax(logits), tf.cast(labels, 'float32')), 1);
    return { nats: tf.neg(tf.sum(tf.mul(chosen, inOrder(counted)))) };
  };
  const program = await compileWithWeights(sum, parameters, batchSpecs, { name: 'text loss', device });
  let nats = 0;
  for (let start = 0; start < tokens.length - 1; start += rows * length) {
    const batch = batchAt(tokens, start, rows, length);
    nats += Number(((await readTree(await program.run(batch))) as { nats: HostTensor }).nats.data[0]);
  }
  await program.dispose();
  const predicted = tokens.length - 1;
  const characters = [...tokenizer.decode(tokens.subarray(1))].length;
  return { natsPerToken: nats / predicted, bitsPerCharacter: nats / Math.LN2 / characters, tokens: predicted, characters };
}

/** Stretches from `start` on, and which of their predictions count. */
function batchAt(tokens: Int32Array, start: number, rows: number, length: number): Named<HostTensor> {
  const tokenIds = new Int32Array(rows * (length + 1));
  const counted = new Float32Array(rows * length);
  for (let row = 0; row < rows; row++) {
    const from = start + row * length;
    tokenIds.set(tokens.subarray(from, from + length + 1), row * (length + 1));
    counted.fill(1, row * length, row * length + Math.max(0, Math.min(length, tokens.length - 1 - from)));
  }
  return {
    tokenIds: { shape: [rows, length + 1], dtype: 'int32', data: tokenIds },
    counted: { shape: [rows, length], dtype: 'float32', data: counted },
  };
}
