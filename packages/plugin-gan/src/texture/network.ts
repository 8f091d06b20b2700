// A fully convolutional GAN for textures: Jetchev, Bergmann and Vollgraf 2016, arXiv 1611.08207; Bergmann, Jetchev and Vollgraf 2017,
// arXiv 1705.06566. Here every convolution of the generator goes round the edges, so that a sample of any size tiles.

import { batchNorm, circularPad, conv2d, conv2dTranspose, type InitialisedEntry } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { GanNetworks, GeneratorOutput } from '../adversarial/networks.js';
import { bias, normEntries, statisticsEntries as normStatistics, weight } from '../layers/entries.js';
import { generatorNorm } from '../layers/generator-norm.js';
import { blockKernel } from '../layers/resampling-kernels.js';
import { TEXTURE_LEVELS, type TextureConfig } from './config.js';

/** Kernel of the discriminator's layers. */
const KERNEL = 4;
const STRIDE = 2;
/** Kernel of the generator's layers. */
const GENERATOR_KERNEL = 3;
const LEAK = 0.2;

/** Channels of a level: 0 is the picture, `TEXTURE_LEVELS` the grid of latents. */
function channelsAt({ width, channels }: TextureConfig, level: number): number {
  return level === 0 ? channels : width * 2 ** (level - 1);
}

/** Levels from the grid of latents to the first below the picture. */
const INWARD = Array.from({ length: TEXTURE_LEVELS }, (_, i) => i + 1);
const OUTWARD = [...INWARD].reverse();

function generatorEntries(config: TextureConfig): InitialisedEntry[] {
  const inner = channelsAt(config, TEXTURE_LEVELS);
  return [
    weight('grid.kernel', [GENERATOR_KERNEL, GENERATOR_KERNEL, config.latentSize, inner]),
    ...OUTWARD.flatMap((level) => [
      ...normEntries(`norm${level}`, channelsAt(config, level)),
      weight(`up${level}.kernel`, [
        GENERATOR_KERNEL,
        GENERATOR_KERNEL,
        channelsAt(config, level - 1),
        channelsAt(config, level) + config.noiseChannels,
      ]),
    ]),
    bias('up1.bias', config.channels),
  ];
}

function statisticsEntries(config: TextureConfig): InitialisedEntry[] {
  return INWARD.flatMap((level) => normStatistics(`norm${level}`, channelsAt(config, level)));
}

/**
 * Repeats each pixel and convolves a picture that goes on round its edges: `[B, H, W, I] -> [B, 2 H, 2 W, O]`.
 *
 * Every pixel of a block comes from one kernel, so that no weave of two pixels has to be unlearned first (Odena, Dumoulin and Olah
 * 2016, "Deconvolution and checkerboard artifacts").
 */
function doubleRound(x: tf.Tensor, kernel: tf.Tensor, offset?: tf.Tensor): tf.Tensor {
  const [batch, height, width] = x.shape as [number, number, number];
  const [rows, columns] = [height * STRIDE, width * STRIDE];
  const wide = conv2dTranspose(circularPad(x, 1), blockKernel(kernel), offset, { stride: STRIDE, padding: 1 });
  // The margin of one became two, and met the zeros outside.
  return tf.slice(wide, [0, STRIDE, STRIDE, 0], [batch, rows, columns, kernel.shape[2] as number]);
}

/**
 * Pictures from a grid of latents: `z [B, h, w, latentSize] -> [B, 16 h, 16 w, C]`, with noise for each layer.
 *
 * It commutes with moving all latents round the edges, which is why samples tile.
 */
function generate(parameters: Named<tf.Tensor>, inputs: Named<tf.Tensor>, statistics?: Named<tf.Tensor>): GeneratorOutput {
  const p = (name: string) => parameters[name] as tf.Tensor;
  const pass = { parameters, statistics, measured: {} };
  const margin = (GENERATOR_KERNEL - 1) / 2;
  let h = conv2d(circularPad(inputs.z as tf.Tensor, margin), p('grid.kernel'), undefined, { padding: 'valid' });
  for (const level of OUTWARD) {
    const active = tf.relu(generatorNorm(h, `norm${level}`, pass));
    const grained = tf.concat([active, inputs[`noise${level}`] as tf.Tensor], 3);
    h = doubleRound(grained, p(`up${level}.kernel`), level === 1 ? p('up1.bias') : undefined);
  }
  return { images: tf.tanh(h) as tf.Tensor4D, statistics: pass.measured };
}

function discriminatorEntries(config: TextureConfig): InitialisedEntry[] {
  return [
    ...INWARD.flatMap((level) => {
      const [from, to] = [channelsAt(config, level - 1), channelsAt(config, level)];
      const shift = level === 1 ? [bias('down1.bias', to)] : normEntries(`norm${level}`, to);
      return [weight(`down${level}.kernel`, [KERNEL, KERNEL, from, to]), ...shift];
    }),
    weight('judge.kernel', [KERNEL, KERNEL, channelsAt(config, TEXTURE_LEVELS), 1]),
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
    generate,
    judge,
  };
}
