import { fanInUniform, type InitialisedEntry, normal, ones, zeros } from '@aigc/nn';
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

/** The linear layers of a block, `[inputs, outputs]` each. */
function blockLayers(width: number): { readonly [name: string]: readonly [number, number] } {
  const hidden = EXPANSION * width;
  return { qkv: [width, 3 * width], projection: [width, width], up: [width, hidden], down: [hidden, width] };
}

/** Parameters in order of use. Layers that write to the residual stream start smaller, by `1 / sqrt(2 layers)`. */
export function gptEntries(config: GptConfig): InitialisedEntry[] {
  const { vocabSize, contextLength, layers, width, bias, positions, tieWeights } = config;
  const residual = INITIAL_DEVIATION / Math.sqrt(2 * layers);
  const sizes = blockLayers(width);
  const linear = (block: string, layer: string, deviation?: number): InitialisedEntry[] => {
    const shape = sizes[layer] as readonly [number, number];
    const kernel = weight(`${block}.${layer}.kernel`, shape, deviation);
    return bias ? [kernel, { name: `${block}.${layer}.bias`, shape: [shape[1]], initialiser: zeros }] : [kernel];
  };
  const block = (name: string): InitialisedEntry[] => [
    ...norm(`${name}.norm1`, width),
    ...linear(name, 'qkv'),
    ...linear(name, 'projection', residual),
    ...norm(`${name}.norm2`, width),
    ...linear(name, 'up'),
    ...linear(name, 'down', residual),
  ];
  return [
    weight('token', [vocabSize, width]),
    ...(positions === 'learned' ? [weight('position', [contextLength, width])] : []),
    ...Array.from({ length: layers }, (_, i) => block(`block${i}`)).flat(),
    ...norm('norm', width),
    ...(tieWeights ? [] : [weight('output', [vocabSize, width])]),
  ];
}

/**
 * Parameters of the adapters: a product of two thin matrices beside each linear layer of each block, 0 at first.
 *
 * @see Hu et al. 2022, arXiv 2106.09685, section 4.1
 */
export function loraEntries({ layers, width, loraRank }: GptConfig): InitialisedEntry[] {
  const sizes = Object.entries(blockLayers(width));
  return Array.from({ length: layers }, (_, i) =>
    sizes.flatMap(([layer, [inputs, outputs]]): InitialisedEntry[] => [
      { name: `block${i}.${layer}.lora.a`, shape: [inputs, loraRank], initialiser: fanInUniform },
      { name: `block${i}.${layer}.lora.b`, shape: [loraRank, outputs], initialiser: zeros },
    ]),
  ).flat();
}

/** The parameters that training moves: all, or the adapters. */
export function trainedEntries(config: GptConfig): InitialisedEntry[] {
  return config.loraRank > 0 ? loraEntries(config) : gptEntries(config);
}
