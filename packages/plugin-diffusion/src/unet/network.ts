// Diffusion U-Net: Ho, Jain and Abbeel 2020, arXiv 2006.11239, appendix B.
import { conv2d, dense, groupNorm, silu, timeEmbedding, upsampleNearest2x } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { UnetConfig } from './config.js';
import { type BlockLayer, unetPlan } from './plan.js';
import { spatialAttention } from './spatial-attention.js';

/** Parameters and what every block shares. */
interface BlockContext {
  readonly p: (name: string) => tf.Tensor;
  readonly groups: number;
  /** Activated features of the timestep, `[B, timeSize]`. */
  readonly time: tf.Tensor;
}

function normalised(x: tf.Tensor, name: string, { p, groups }: BlockContext): tf.Tensor {
  return groupNorm(x, { scale: p(`${name}.scale`), shift: p(`${name}.shift`) }, groups);
}

/** Two convolutions beside a skip connection; the timestep is added between them. `[B, H, W, inputs] -> [B, H, W, outputs]` */
function residualBlock(x: tf.Tensor, name: string, context: BlockContext): tf.Tensor {
  const { p, time } = context;
  const bias1 = tf.add(dense(time, p(`${name}.time.kernel`), p(`${name}.time.bias`)), p(`${name}.conv1.bias`));
  const [batch, channels] = bias1.shape as [number, number];
  const inner = conv2d(silu(normalised(x, `${name}.norm1`, context)), p(`${name}.conv1.kernel`));
  const h = silu(normalised(tf.add(inner, tf.reshape(bias1, [batch, 1, 1, channels])), `${name}.norm2`, context));
  if (x.shape.at(-1) === channels) return tf.add(x, conv2d(h, p(`${name}.conv2.kernel`), p(`${name}.conv2.bias`)));
  // One bias for both convolutions: a pass over the activations less, forward and back.
  const bias2 = tf.add(p(`${name}.conv2.bias`), p(`${name}.skip.bias`));
  return tf.add(conv2d(x, p(`${name}.skip.kernel`)), conv2d(h, p(`${name}.conv2.kernel`), bias2));
}

/** Self-attention over all pixels, in one head, beside a skip connection. */
function attentionBlock(x: tf.Tensor, name: string, context: BlockContext): tf.Tensor {
  const { p } = context;
  const qkv = conv2d(normalised(x, `${name}.norm`, context), p(`${name}.qkv.kernel`), p(`${name}.qkv.bias`));
  return tf.add(x, conv2d(spatialAttention(qkv), p(`${name}.projection.kernel`), p(`${name}.projection.bias`)));
}

function block(x: tf.Tensor, { name, attention }: BlockLayer, context: BlockContext): tf.Tensor {
  const h = residualBlock(x, name, context);
  return attention ? attentionBlock(h, `${name}.attention`, context) : h;
}

/**
 * The U-Net: `latents [B, S, S, C], timestep [B] -> epsilon [B, S, S, C]`, the noise that the latents hold.
 *
 * @param timestep int32 or float32 in [0, numTrainTimesteps)
 */
export function unet(parameters: Named<tf.Tensor>, latents: tf.Tensor, timestep: tf.Tensor, config: UnetConfig): tf.Tensor {
  const p = (name: string) => parameters[name] as tf.Tensor;
  const { down, up } = unetPlan(config);
  const features = silu(dense(timeEmbedding(timestep, config.width), p('time1.kernel'), p('time1.bias')));
  const context: BlockContext = { p, groups: config.groups, time: silu(dense(features, p('time2.kernel'), p('time2.bias'))) };
  let h = conv2d(latents, p('input.kernel'), p('input.bias'));
  const kept = [h];
  for (const layer of down) {
    // [B, H, W, C] -> [B, H / 2, W / 2, C]
    const halved = () => conv2d(h, p(`${layer.name}.kernel`), p(`${layer.name}.bias`), { stride: 2, padding: 1 });
    h = layer.kind === 'block' ? block(h, layer, context) : halved();
    kept.push(h);
  }
  h = attentionBlock(residualBlock(h, 'middle1', context), 'middleAttention', context);
  h = residualBlock(h, 'middle2', context);
  for (const layer of up) {
    // [B, H, W, C] -> [B, 2 H, 2 W, C]
    const doubled = () => conv2d(upsampleNearest2x(h), p(`${layer.name}.kernel`), p(`${layer.name}.bias`));
    const joined = () => tf.concat([h, kept.pop() as tf.Tensor] as tf.Tensor4D[], 3);
    h = layer.kind === 'block' ? block(joined(), layer, context) : doubled();
  }
  return conv2d(silu(normalised(h, 'outputNorm', context)), p('output.kernel'), p('output.bias'));
}
