// Diffusion U-Net: Ho, Jain and Abbeel 2020, arXiv 2006.11239, appendix B.
import { conv2d, dense, embedding, groupNorm, silu, timeEmbedding, upsampleNearest2x } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../denoisers/denoiser.js';
import { convolve3x3, type Padding } from './convolve.js';
import type { ChannelMasks } from './dropout.js';
import { type BlockLayer, type UnetAnatomy, unetPlan } from './plan.js';
import { spatialAttention } from './spatial-attention.js';

/** How the network runs, besides its parameters. */
export interface UnetOptions {
  /** @default 'zero' */
  readonly padding?: Padding | undefined;
  /** What training leaves out. */
  readonly masks?: ChannelMasks | undefined;
}

/** Parameters and what every block shares. */
interface BlockContext {
  readonly p: (name: string) => tf.Tensor;
  readonly groups: number;
  readonly padding: Padding;
  readonly masks: ChannelMasks | undefined;
  /** Activated features of noise level and class, `[B, timeSize]`, or `[1, timeSize]` where all pictures have the same. */
  readonly time: tf.Tensor;
}

function normalised(x: tf.Tensor, name: string, { p, groups }: BlockContext): tf.Tensor {
  return groupNorm(x, { scale: p(`${name}.scale`), shift: p(`${name}.shift`) }, groups);
}

/** Two convolutions beside a skip connection; the features are added between them. `[B, H, W, inputs] -> [B, H, W, outputs]` */
function residualBlock(x: tf.Tensor, name: string, context: BlockContext): tf.Tensor {
  const { p, time, padding, masks } = context;
  const bias1 = tf.add(dense(time, p(`${name}.time.kernel`), p(`${name}.time.bias`)), p(`${name}.conv1.bias`));
  const [rows, channels] = bias1.shape as [number, number];
  const inner = convolve3x3(silu(normalised(x, `${name}.norm1`, context)), p(`${name}.conv1.kernel`), undefined, { padding });
  const whole = silu(normalised(tf.add(inner, tf.reshape(bias1, [rows, 1, 1, channels])), `${name}.norm2`, context));
  const h = masks === undefined ? whole : tf.mul(whole, masks.get(name) as tf.Tensor);
  const second = (bias: tf.Tensor) => convolve3x3(h, p(`${name}.conv2.kernel`), bias, { padding });
  if (x.shape.at(-1) === channels) return tf.add(x, second(p(`${name}.conv2.bias`)));
  // One bias for both convolutions: a pass over the activations less, forward and back.
  return tf.add(conv2d(x, p(`${name}.skip.kernel`)), second(tf.add(p(`${name}.conv2.bias`), p(`${name}.skip.bias`))));
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

/** Sinusoids of the noise level through two layers, plus the class's row: `[B]` or `[1] -> [B, timeSize]` or `[1, timeSize]`. */
function timeFeatures(p: (name: string) => tf.Tensor, level: tf.Tensor, width: number, labels: tf.Tensor | undefined): tf.Tensor {
  const hidden = silu(dense(timeEmbedding(level, width), p('time1.kernel'), p('time1.bias')));
  const features = dense(hidden, p('time2.kernel'), p('time2.bias'));
  return silu(labels === undefined ? features : tf.add(features, embedding(p('classes.table'), labels)));
}

/** The U-Net with its parameters: `latents [B, S, S, C], level [B] or [1] -> [B, S, S, C]`. */
export function unet(parameters: Named<tf.Tensor>, config: UnetAnatomy, options: UnetOptions = {}): Network {
  const p = (name: string) => parameters[name] as tf.Tensor;
  const { padding = 'zero', masks } = options;
  const { down, middleAttention, up } = unetPlan(config);
  const convolve = (x: tf.Tensor, name: string, stride = 1) =>
    convolve3x3(x, p(`${name}.kernel`), p(`${name}.bias`), { stride, padding });
  return (latents, level, { labels }) => {
    const time = timeFeatures(p, level, config.width, config.classes.length === 0 ? undefined : labels);
    const context: BlockContext = { p, groups: config.groups, padding, masks, time };
    let h = convolve(latents, 'input');
    const kept = [h];
    for (const layer of down) {
      // halve: [B, H, W, C] -> [B, H / 2, W / 2, C]
      h = layer.kind === 'block' ? block(h, layer, context) : convolve(h, layer.name, 2);
      kept.push(h);
    }
    h = residualBlock(h, 'middle1', context);
    if (middleAttention) h = attentionBlock(h, 'middleAttention', context);
    h = residualBlock(h, 'middle2', context);
    for (const layer of up) {
      const joined = () => tf.concat([h, kept.pop() as tf.Tensor] as tf.Tensor4D[], 3);
      // double: [B, H, W, C] -> [B, 2 H, 2 W, C]
      h = layer.kind === 'block' ? block(joined(), layer, context) : convolve(upsampleNearest2x(h), layer.name);
    }
    return convolve(silu(normalised(h, 'outputNorm', context)), 'output');
  };
}
