// Strided convolutions down, transposed ones up, as in DCGAN (Radford et al. 2016, arXiv 1511.06434), normalised by groups (Wu and
// He 2018, arXiv 1803.08494), so that no picture depends on its batch.
import { conv2d, conv2dTranspose, dense, groupNorm, type InitialisedEntry, ones, silu, zeros } from '@aigc/nn';
import type { Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { VaeArchitecture } from '../network/architecture.js';
import { biasOf, denseEntries } from '../network/dense-entries.js';
import { posteriorOf } from '../network/posterior.js';
import type { ConvVaeConfig } from './config.js';

const KERNEL = 4;
const GROUPS = 8;
/** Pictures are halved until their side is at most this. */
const SMALLEST_SIDE = 4;

/** One halving of the picture: sides and channels before and after. */
interface Level {
  readonly name: string;
  readonly side: number;
  readonly channels: number;
  readonly halfSide: number;
  readonly width: number;
}

/** The levels from the picture down; odd sides are rounded up, and cut again on the way back. */
export function levelsOf({ imageSize, channels, width }: ConvVaeConfig): Level[] {
  const levels: Level[] = [];
  let [side, depth]: [number, number] = [imageSize, channels];
  while (side > SMALLEST_SIDE) {
    const next = { halfSide: Math.ceil(side / 2), width: width * 2 ** levels.length };
    levels.push({ name: String(levels.length), side, channels: depth, ...next });
    [side, depth] = [next.halfSide, next.width];
  }
  return levels;
}

const uniformIn = (fanIn: number, shape: readonly number[], name: string): InitialisedEntry => ({
  name,
  shape,
  initialiser: biasOf(fanIn),
});

const normEntries = (name: string, channels: number): InitialisedEntry[] => [
  { name: `${name}.scale`, shape: [channels], initialiser: ones },
  { name: `${name}.shift`, shape: [channels], initialiser: zeros },
];

/** Parameters of the encoder; `posterior` holds mean and log-variance side by side. */
export function encoderEntries(config: ConvVaeConfig): InitialisedEntry[] {
  const levels = levelsOf(config);
  const { halfSide, width } = levels.at(-1) as Level;
  return [
    ...levels.flatMap(({ name, channels, width: out }) => [
      uniformIn(KERNEL * KERNEL * channels, [KERNEL, KERNEL, channels, out], `down${name}.kernel`),
      uniformIn(KERNEL * KERNEL * channels, [out], `down${name}.bias`),
      ...normEntries(`down${name}`, out),
    ]),
    ...denseEntries('posterior', halfSide * halfSide * width, 2 * config.latentSize),
  ];
}

/** Parameters of the decoder. */
export function decoderEntries(config: ConvVaeConfig): InitialisedEntry[] {
  const levels = levelsOf(config);
  const { halfSide, width } = levels.at(-1) as Level;
  return [
    ...denseEntries('input', config.latentSize, halfSide * halfSide * width),
    // each output of a transposed convolution of stride 2 gathers a quarter of the kernel
    ...levels
      .toReversed()
      .flatMap(({ name, channels, width: inputs }) => [
        ...normEntries(`up${name}`, inputs),
        uniformIn((KERNEL * KERNEL * inputs) / 4, [KERNEL, KERNEL, channels, inputs], `up${name}.kernel`),
        uniformIn((KERNEL * KERNEL * inputs) / 4, [channels], `up${name}.bias`),
      ]),
  ];
}

type Lookup = (name: string) => tf.Tensor;

const lookup =
  (parameters: Named<tf.Tensor>): Lookup =>
  (name) =>
    parameters[name] as tf.Tensor;

function normalise(p: Lookup, name: string, x: tf.Tensor): tf.Tensor {
  return silu(groupNorm(x, { scale: p(`${name}.scale`), shift: p(`${name}.shift`) }, GROUPS));
}

/** Strided convolutions with group normalisation. */
export const convArchitecture: VaeArchitecture<ConvVaeConfig> = {
  encoderEntries,
  decoderEntries,
  encode: (config, parameters, x) => {
    const p = lookup(parameters);
    const batch = x.shape[0] as number;
    const { imageSize, channels } = config;
    let h = tf.sub(tf.mul(tf.reshape(x, [batch, imageSize, imageSize, channels]), 2), 1);
    for (const { name } of levelsOf(config)) {
      // [B, s, s, C] -> [B, s / 2, s / 2, W]
      h = normalise(p, `down${name}`, conv2d(h, p(`down${name}.kernel`), p(`down${name}.bias`), { stride: 2 }));
    }
    return posteriorOf(dense(tf.reshape(h, [batch, -1]), p('posterior.kernel'), p('posterior.bias')));
  },
  decode: (config, parameters, z) => {
    const p = lookup(parameters);
    const batch = z.shape[0] as number;
    const levels = levelsOf(config);
    const { halfSide, width } = levels.at(-1) as Level;
    let h = tf.reshape(dense(z, p('input.kernel'), p('input.bias')), [batch, halfSide, halfSide, width]);
    for (const { name, side, channels } of levels.toReversed()) {
      const doubled = conv2dTranspose(normalise(p, `up${name}`, h), p(`up${name}.kernel`), p(`up${name}.bias`));
      h = side % 2 === 0 ? doubled : tf.slice(doubled, [0, 0, 0, 0], [batch, side, side, channels]);
    }
    return tf.reshape(h, [batch, -1]);
  },
};
