// Residual networks of WGAN-GP: Gulrajani et al. 2017, arXiv 1704.00028, appendix F, "CIFAR-10 ResNet architecture"; the number of
// halvings follows the size of the pictures.

import { conv2d, conv2dTranspose, dense, type InitialisedEntry, normal, upsampleNearest2x } from '@aigc/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { GanNetworks, GeneratorOutput } from '../adversarial/networks.js';
import { classLatents } from '../conditioning/class-latents.js';
import { oneHotLabels, projectClasses } from '../conditioning/project-classes.js';
import { bias, normEntries, statisticsEntries, weight } from '../layers/entries.js';
import { generatorNorm, type NormPass } from '../layers/generator-norm.js';
import { blockKernel, meanKernel } from '../layers/resampling-kernels.js';
import type { WganGpConfig } from './config.js';

/** Halving stops at this side or below. */
const SMALLEST_SIDE = 7;
/** Residual blocks of the critic that keep the size. */
const FLAT_BLOCKS = 2;

/** How often a side is halved, and what is left of it. */
function halvings({ imageSize }: WganGpConfig): { count: number; side: number } {
  let [side, count] = [imageSize, 0];
  for (; side > SMALLEST_SIDE && side % 2 === 0; side /= 2) count++;
  return { count, side };
}

/** A convolution's kernel with He's deviation (arXiv 1502.01852, equation 10), and its bias. */
function convolution(name: string, size: number, from: number, to: number): InitialisedEntry[] {
  return [
    weight(`${name}.kernel`, [size, size, from, to], normal(Math.sqrt(2 / (size * size * from)))),
    bias(`${name}.bias`, to),
  ];
}

const linear = (name: string, from: number, to: number): InitialisedEntry[] => [
  weight(`${name}.kernel`, [from, to], normal(1 / Math.sqrt(from))),
  bias(`${name}.bias`, to),
];

const blocks = (count: number): string[] => Array.from({ length: count }, (_, i) => `block${i + 1}`);

function generatorEntries(config: WganGpConfig): InitialisedEntry[] {
  const { width, latentSize, channels, classes = [] } = config;
  const { count, side } = halvings(config);
  return [
    ...linear('dense', latentSize + classes.length, side * side * width),
    ...blocks(count).flatMap((name) => [
      ...normEntries(`${name}.norm1`, width, classes.length),
      ...convolution(`${name}.up`, 3, width, width),
      ...normEntries(`${name}.norm2`, width, classes.length),
      ...convolution(`${name}.conv`, 3, width, width),
      ...convolution(`${name}.skip`, 1, width, width),
    ]),
    ...normEntries('norm', width, classes.length),
    ...convolution('picture', 3, width, channels),
  ];
}

function runningStatistics(config: WganGpConfig): InitialisedEntry[] {
  const norms = blocks(halvings(config).count).flatMap((name) => [`${name}.norm1`, `${name}.norm2`]);
  return [...norms, 'norm'].flatMap((name) => statisticsEntries(name, config.width));
}

/** A named parameter. */
type Lookup = (name: string) => tf.Tensor;

/** `[B, H, W, C] -> [B, 2 H, 2 W, C]` */
function upBlock(x: tf.Tensor, name: string, pass: NormPass): tf.Tensor {
  const p: Lookup = (part) => pass.parameters[`${name}.${part}`] as tf.Tensor;
  const up = blockKernel(p('up.kernel'));
  let h = tf.relu(generatorNorm(x, `${name}.norm1`, pass));
  h = conv2dTranspose(h, up, p('up.bias'), { stride: 2, padding: 1 });
  h = conv2d(tf.relu(generatorNorm(h, `${name}.norm2`, pass)), p('conv.kernel'), p('conv.bias'));
  return tf.add(upsampleNearest2x(conv2d(x, p('skip.kernel'), p('skip.bias'))), h);
}

function generate(config: WganGpConfig): GanNetworks['generate'] {
  const { width, classes: names = [] } = config;
  const { count, side } = halvings(config);
  return (parameters, { z, labels }, statistics): GeneratorOutput => {
    const p: Lookup = (name) => parameters[name] as tf.Tensor;
    const classes = labels && oneHotLabels(labels, names.length);
    const pass: NormPass = { parameters, statistics, classes, measured: {} };
    const planes = tf.reshape(dense(classLatents(z as tf.Tensor, classes), p('dense.kernel'), p('dense.bias')), [
      -1,
      width,
      side,
      side,
    ]);
    // [B, C, side, side] -> [B, side, side, C]
    let h: tf.Tensor = tf.transpose(planes, [0, 2, 3, 1]);
    for (const name of blocks(count)) h = upBlock(h, name, pass);
    h = conv2d(tf.relu(generatorNorm(h, 'norm', pass)), p('picture.kernel'), p('picture.bias'));
    return { images: tf.tanh(h) as tf.Tensor4D, statistics: pass.measured };
  };
}

function criticEntries(config: WganGpConfig): InitialisedEntry[] {
  const { width, channels, classes } = config;
  const { count } = halvings(config);
  const names = blocks(count + FLAT_BLOCKS);
  return [
    ...names.flatMap((name, i) => [
      ...convolution(`${name}.conv1`, 3, i === 0 ? channels : width, width),
      ...convolution(`${name}.conv2`, 3, width, width),
      ...(i < count ? convolution(`${name}.skip`, 1, i === 0 ? channels : width, width) : []),
    ]),
    // no bias: it would cancel between real and generated pictures
    weight('dense.kernel', [width, 1], normal(1 / Math.sqrt(width))),
    ...(classes === undefined ? [] : [weight('classes', [classes.length, width])]),
  ];
}

/** A block of the critic; the first sees pictures and has no activation before them. */
function criticBlock(x: tf.Tensor, p: Lookup, { isFirst, isHalving }: { isFirst: boolean; isHalving: boolean }): tf.Tensor {
  const h = tf.relu(conv2d(isFirst ? x : tf.relu(x), p('conv1.kernel'), p('conv1.bias')));
  if (!isHalving) return tf.add(x, conv2d(h, p('conv2.kernel'), p('conv2.bias')));
  const halved = conv2d(h, tf.mul(blockKernel(p('conv2.kernel')), 1 / 4), p('conv2.bias'), { stride: 2, padding: 1 });
  return tf.add(conv2d(x, meanKernel(p('skip.kernel')), p('skip.bias'), { stride: 2, padding: 'valid' }), halved);
}

function judge(config: WganGpConfig): GanNetworks['judge'] {
  const { count } = halvings(config);
  return (parameters, images, { labels }) => {
    let h = images;
    blocks(count + FLAT_BLOCKS).forEach((name, i) => {
      h = criticBlock(h, (part) => parameters[`${name}.${part}`] as tf.Tensor, { isFirst: i === 0, isHalving: i < count });
    });
    const p: Lookup = (name) => parameters[name] as tf.Tensor;
    h = tf.relu(h);
    const logits = dense(tf.mean(h, [1, 2]), p('dense.kernel'));
    if (labels === undefined) return logits;
    return tf.add(logits, projectClasses(h, oneHotLabels(labels, config.classes?.length ?? 0), p('classes')));
  };
}

/** Generator and critic of a configuration; the critic has no normalisation, as the penalty is for each picture alone. */
export function wganGpNetworks(config: WganGpConfig): GanNetworks {
  return {
    generator: generatorEntries(config),
    statistics: runningStatistics(config),
    discriminator: criticEntries(config),
    generate: generate(config),
    judge: judge(config),
  };
}
