// DCGAN: Radford, Metz and Chintala 2016, arXiv 1511.06434; 5x5 kernels, stride 2, as in the paper's figure 1.

import { batchNorm, conv2d, conv2dTranspose, dense, type InitialisedEntry } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { GanNetworks, GeneratorOutput } from '../adversarial/networks.js';
import { classLatents } from '../conditioning/class-latents.js';
import { oneHotLabels, projectClasses } from '../conditioning/project-classes.js';
import { bias, normEntries, statisticsEntries as normStatistics, weight } from '../layers/entries.js';
import { generatorNorm } from '../layers/generator-norm.js';
import type { DcganConfig } from './config.js';

const KERNEL = 5;
const STRIDE = 2;
/** Keeps the size at an exact half (or double) for odd kernels. */
const PADDING = (KERNEL - 1) / 2;
const LEAK = 0.2;
/** Widest layer, whatever the number of halvings. */
const MAX_CHANNELS = 512;
/** Halving stops at this side or below. */
const SMALLEST_SIDE = 7;
/** Number of classes; 0 without. */
const classCount = ({ classes }: DcganConfig): number => classes?.length ?? 0;

/** Sides and channels of the layers from the picture inwards: `[{ side: 28, channels: 1 }, { 14, 64 }, { 7, 128 }]`. */
export function pyramid(config: DcganConfig): { side: number; channels: number }[] {
  const levels = [{ side: config.imageSize, channels: config.channels as number }];
  let side = config.imageSize;
  for (let channels = config.width; side > SMALLEST_SIDE && side % 2 === 0; channels *= 2) {
    side /= 2;
    levels.push({ side, channels: Math.min(channels, MAX_CHANNELS) });
  }
  return levels;
}

/** Parameters of the generator: a dense layer to the smallest side, then one transposed convolution a doubling. */
export function generatorEntries(config: DcganConfig): InitialisedEntry[] {
  const levels = pyramid(config);
  const inner = levels.at(-1) as { side: number; channels: number };
  const size = inner.side * inner.side * inner.channels;
  const entries = [weight('dense.kernel', [config.latentSize + classCount(config), size]), bias('dense.bias', size)];
  for (let level = levels.length - 1; level > 0; level--) {
    const [from, to] = [levels[level] as typeof inner, levels[level - 1] as typeof inner];
    entries.push(
      ...normEntries(`norm${level}`, from.channels, classCount(config)),
      weight(`up${level}.kernel`, [KERNEL, KERNEL, to.channels, from.channels]),
    );
  }
  return [...entries, bias('up1.bias', config.channels)];
}

/** Running statistics of the generator's normalisations, sampled with instead of a batch's own. */
export function statisticsEntries(config: DcganConfig): InitialisedEntry[] {
  return pyramid(config)
    .slice(1)
    .flatMap(({ channels }, i) => normStatistics(`norm${i + 1}`, channels));
}

/** What a forward pass of the generator may be given. */
export interface GeneratorOptions {
  /** Normalises with these (sampling); without, with the batch's own (training). */
  readonly statistics?: Named<tf.Tensor> | undefined;
  /** int32 `[B]`, where the model has classes. */
  readonly labels?: tf.Tensor | undefined;
}

/** `z [B, latentSize] -> images [B, imageSize, imageSize, channels]`. */
export function generator(
  parameters: Named<tf.Tensor>,
  z: tf.Tensor,
  config: DcganConfig,
  { statistics, labels }: GeneratorOptions = {},
): GeneratorOutput {
  const p = (name: string) => parameters[name] as tf.Tensor;
  const levels = pyramid(config);
  const { side, channels } = levels.at(-1) as { side: number; channels: number };
  const classes = labels && oneHotLabels(labels, classCount(config));
  const pass = { parameters, statistics, classes, measured: {} };
  // [B, latentSize] -> [B, channels, side, side] -> [B, side, side, channels]; the engine turns nothing for the second
  const planes = tf.reshape(dense(classLatents(z, classes), p('dense.kernel'), p('dense.bias')), [
    z.shape[0] as number,
    channels,
    side,
    side,
  ]);
  let h: tf.Tensor = tf.transpose(planes, [0, 2, 3, 1]);
  for (let level = levels.length - 1; level > 0; level--) {
    h = tf.relu(generatorNorm(h, `norm${level}`, pass));
    // doubles the side
    h = conv2dTranspose(h, p(`up${level}.kernel`), level === 1 ? p('up1.bias') : undefined, { stride: STRIDE, padding: PADDING });
  }
  return { images: tf.tanh(h) as tf.Tensor4D, statistics: pass.measured };
}

/** Parameters of the discriminator: one strided convolution a halving, then a dense layer to one logit. */
export function discriminatorEntries(config: DcganConfig): InitialisedEntry[] {
  const levels = pyramid(config);
  const entries: InitialisedEntry[] = [];
  for (let level = 1; level < levels.length; level++) {
    const [from, to] = [levels[level - 1] as { channels: number }, levels[level] as { channels: number }];
    entries.push(weight(`down${level}.kernel`, [KERNEL, KERNEL, from.channels, to.channels]));
    entries.push(...(level === 1 ? [bias('down1.bias', to.channels)] : normEntries(`norm${level}`, to.channels)));
  }
  const inner = levels.at(-1) as { side: number; channels: number };
  entries.push(weight('dense.kernel', [inner.side * inner.side * inner.channels, 1]), bias('dense.bias', 1));
  return config.classes === undefined ? entries : [...entries, weight('classes', [classCount(config), inner.channels])];
}

/**
 * `images [B, imageSize, imageSize, channels] -> logits [B, 1]`, positive for real. Normalises with the batch's statistics.
 *
 * @param labels int32 `[B]`, where the model has classes
 */
export function discriminator(
  parameters: Named<tf.Tensor>,
  images: tf.Tensor,
  config: DcganConfig,
  labels?: tf.Tensor,
): tf.Tensor {
  const p = (name: string) => parameters[name] as tf.Tensor;
  let h = images;
  for (let level = 1; level < pyramid(config).length; level++) {
    // halves the side
    h = conv2d(h, p(`down${level}.kernel`), level === 1 ? p('down1.bias') : undefined, { stride: STRIDE, padding: PADDING });
    if (level > 1) h = batchNorm(h, { scale: p(`norm${level}.scale`), shift: p(`norm${level}.shift`) });
    h = tf.leakyRelu(h, LEAK);
  }
  // [B, side, side, channels] -> [B, channels side side]: the order that the convolutions leave it in
  const flat = tf.reshape(tf.transpose(h, [0, 3, 1, 2]), [images.shape[0] as number, -1]);
  const logits = dense(flat, p('dense.kernel'), p('dense.bias'));
  if (labels === undefined) return logits;
  return tf.add(logits, projectClasses(h, oneHotLabels(labels, classCount(config)), p('classes')));
}

/** Generator and discriminator of a configuration. */
export function dcganNetworks(config: DcganConfig): GanNetworks {
  return {
    generator: generatorEntries(config),
    statistics: statisticsEntries(config),
    discriminator: discriminatorEntries(config),
    generate: (parameters, { z, labels }, statistics) => generator(parameters, z as tf.Tensor, config, { statistics, labels }),
    judge: (parameters, images, { labels }) => discriminator(parameters, images, config, labels),
  };
}
