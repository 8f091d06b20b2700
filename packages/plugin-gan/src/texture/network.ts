// A fully convolutional GAN for textures: Jetchev, Bergmann and Vollgraf 2016, arXiv 1611.08207; Bergmann, Jetchev and Vollgraf 2017,
// arXiv 1705.06566. Here every convolution of the generator goes round the edges, so that a sample of any size tiles.

import { batchNorm, circularPad, conv2d, conv2dTranspose, type InitialisedEntry } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { GanNetworks } from '../adversarial/networks.js';
import { bias, normEntries, statisticsEntries as normStatistics, weight } from '../layers/entries.js';
import { generatorNorm } from '../layers/generator-norm.js';
import { blockKernel } from '../layers/resampling-kernels.js';
import { CELL, TEXTURE_LEVELS, type TextureConfig } from './config.js';
import { MARGIN } from './latents.js';
import { waveChannels, waveMaps, wholeWaves } from './waves.js';

/** Kernel of the discriminator's layers. */
const KERNEL = 4;
const STRIDE = 2;
/** Kernel of the generator's layers. */
const GENERATOR_KERNEL = 3;
const LEAK = 0.2;

/** Channels of a level of the generator: 0 has the size of the picture, `TEXTURE_LEVELS` that of the grid of latents. */
function channelsAt({ width }: TextureConfig, level: number): number {
  return width * 2 ** (level - 1);
}

/** Channels that the discriminator has at a level; 0 is the picture. */
function judgedChannelsAt(config: TextureConfig, level: number): number {
  return level === 0 ? config.channels : channelsAt(config, level);
}

/** Levels from the grid of latents to the first below the picture. */
const INWARD = Array.from({ length: TEXTURE_LEVELS }, (_, i) => i + 1);
const OUTWARD = [...INWARD].reverse();

function generatorEntries(config: TextureConfig): InitialisedEntry[] {
  const inner = channelsAt(config, TEXTURE_LEVELS);
  const maps = waveChannels(config.waves);
  const beside = config.noiseChannels + maps;
  return [
    weight('grid.kernel', [GENERATOR_KERNEL, GENERATOR_KERNEL, config.latentSize + maps, inner]),
    ...OUTWARD.flatMap((level) => [
      ...normEntries(`norm${level}`, channelsAt(config, level)),
      weight(`up${level}.kernel`, [
        GENERATOR_KERNEL,
        GENERATOR_KERNEL,
        channelsAt(config, level - 1),
        channelsAt(config, level) + beside,
      ]),
    ]),
    ...normEntries('norm0', channelsAt(config, 0)),
    weight('picture.kernel', [GENERATOR_KERNEL, GENERATOR_KERNEL, channelsAt(config, 0) + beside, config.channels]),
    bias('picture.bias', config.channels),
  ];
}

function statisticsEntries(config: TextureConfig): InitialisedEntry[] {
  return [0, ...INWARD].flatMap((level) => normStatistics(`norm${level}`, channelsAt(config, level)));
}

/**
 * Repeats each pixel and convolves a picture that goes on round its edges: `[B, H, W, I] -> [B, 2 H, 2 W, O]`.
 *
 * Every pixel of a block comes from one kernel, so that no weave of two pixels has to be unlearned first (Odena, Dumoulin and Olah
 * 2016, "Deconvolution and checkerboard artifacts").
 */
function doubleRound(x: tf.Tensor, kernel: tf.Tensor): tf.Tensor {
  const [batch, height, width] = x.shape as [number, number, number];
  const [rows, columns] = [height * STRIDE, width * STRIDE];
  const wide = conv2dTranspose(circularPad(x, 1), blockKernel(kernel), undefined, { stride: STRIDE, padding: 1 });
  // The margin of one became two, and met the zeros outside.
  return tf.slice(wide, [0, STRIDE, STRIDE, 0], [batch, rows, columns, kernel.shape[2] as number]);
}

/** Wave maps of a batch for each level; nothing where the texture has no waves. */
type MapsAt = (level: number) => tf.Tensor[];

/**
 * Waves as training and as sampling see them. A sample's go round its edges. Those of training have the length that was measured, and
 * do not: what the edges spoil is drawn beside the picture and cut off.
 */
function mapsOf({ waves }: TextureConfig, { z, phases }: Named<tf.Tensor>, isSampling: boolean): MapsAt {
  const side = CELL * ((z as tf.Tensor).shape[1] as number);
  const drawn = isSampling ? wholeWaves(waves, side) : waves;
  return (level) => (phases === undefined ? [] : [waveMaps(drawn, phases, side, 2 ** level)]);
}

/**
 * Pictures from a grid of latents: `z [B, h, w, latentSize] -> [B, 16 h, 16 w, C]`, with noise for each layer. With waves, pictures of
 * training are smaller by `MARGIN` on each side.
 *
 * It commutes with moving all latents round the edges, which is why samples tile.
 */
function generatorOf(config: TextureConfig): GanNetworks['generate'] {
  return (parameters, inputs, statistics) => {
    const p = (name: string) => parameters[name] as tf.Tensor;
    const pass = { parameters, statistics, measured: {} };
    const maps = mapsOf(config, inputs, statistics !== undefined);
    const convolveRound = (x: tf.Tensor, kernel: string, offset?: tf.Tensor) =>
      conv2d(circularPad(x, (GENERATOR_KERNEL - 1) / 2), p(kernel), offset, { padding: 'valid' });
    const grained = (h: tf.Tensor, level: number) =>
      tf.concat([tf.relu(generatorNorm(h, `norm${level}`, pass)), inputs[`noise${level}`] as tf.Tensor, ...maps(level)], 3);
    let h = convolveRound(tf.concat([inputs.z as tf.Tensor, ...maps(TEXTURE_LEVELS)], 3), 'grid.kernel');
    for (const level of OUTWARD) h = doubleRound(grained(h, level), p(`up${level}.kernel`));
    // grain as fine as the picture: what is repeated in blocks of two alone would show them
    const picture = tf.tanh(convolveRound(grained(h, 0), 'picture.kernel', p('picture.bias')));
    const images = inputs.phases !== undefined && statistics === undefined ? withoutMargin(picture) : picture;
    return { images: images as tf.Tensor4D, statistics: pass.measured };
  };
}

function withoutMargin(images: tf.Tensor): tf.Tensor {
  const [batch, height, width, channels] = images.shape as [number, number, number, number];
  return tf.slice(images, [0, MARGIN, MARGIN, 0], [batch, height - 2 * MARGIN, width - 2 * MARGIN, channels]);
}

function discriminatorEntries(config: TextureConfig): InitialisedEntry[] {
  return [
    ...INWARD.flatMap((level) => {
      const [from, to] = [judgedChannelsAt(config, level - 1), judgedChannelsAt(config, level)];
      const shift = level === 1 ? [bias('down1.bias', to)] : normEntries(`norm${level}`, to);
      return [weight(`down${level}.kernel`, [KERNEL, KERNEL, from, to]), ...shift];
    }),
    weight('judge.kernel', [KERNEL, KERNEL, judgedChannelsAt(config, TEXTURE_LEVELS), 1]),
    bias('judge.bias', 1),
  ];
}

/** `images [B, S, S, C] -> logits [B, S / 16 - 3, S / 16 - 3, 1]`: each judges a patch of 94 x 94 pixels. */
function judge(parameters: Named<tf.Tensor>, images: tf.Tensor): tf.Tensor {
  const p = (name: string) => parameters[name] as tf.Tensor;
  let h = images;
  for (const level of INWARD) {
    h = conv2d(h, p(`down${level}.kernel`), level === 1 ? p('down1.bias') : undefined, { stride: STRIDE, padding: 1 });
    if (level > 1) h = batchNorm(h, { scale: p(`norm${level}.scale`), shift: p(`norm${level}.shift`) });
    h = tf.leakyRelu(h, LEAK);
  }
  return conv2d(h, p('judge.kernel'), p('judge.bias'), { padding: 'valid' });
}

/** Generator and discriminator of a configuration. */
export function textureNetworks(config: TextureConfig): GanNetworks {
  return {
    generator: generatorEntries(config),
    statistics: statisticsEntries(config),
    discriminator: discriminatorEntries(config),
    generate: generatorOf(config),
    judge,
  };
}
