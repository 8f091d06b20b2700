import { fanInUniform, type InitialisedEntry, type Initialiser, normal, ones, zeros } from '@aigc/nn';
import { type UnetAnatomy, type UnetLayer, unetPlan } from './plan.js';

/** Features of a noise level are this many times as wide as the first level. */
export const TIME_EXPANSION = 4;

const linear = (name: string, shape: readonly number[], initialiser: Initialiser = fanInUniform): InitialisedEntry[] => [
  { name: `${name}.kernel`, shape, initialiser },
  { name: `${name}.bias`, shape: [shape.at(-1) as number], initialiser: zeros },
];

const norm = (name: string, channels: number): InitialisedEntry[] => [
  { name: `${name}.scale`, shape: [channels], initialiser: ones },
  { name: `${name}.shift`, shape: [channels], initialiser: zeros },
];

function blockEntries(name: string, inputs: number, outputs: number, timeSize: number): InitialisedEntry[] {
  return [
    ...norm(`${name}.norm1`, inputs),
    ...linear(`${name}.conv1`, [3, 3, inputs, outputs]),
    ...linear(`${name}.time`, [timeSize, outputs]),
    ...norm(`${name}.norm2`, outputs),
    // Zero at first, so that each block starts as its skip connection.
    ...linear(`${name}.conv2`, [3, 3, outputs, outputs], zeros),
    ...(inputs === outputs ? [] : linear(`${name}.skip`, [1, 1, inputs, outputs])),
  ];
}

function attentionEntries(name: string, channels: number): InitialisedEntry[] {
  return [
    ...norm(`${name}.norm`, channels),
    ...linear(`${name}.qkv`, [1, 1, channels, 3 * channels]),
    ...linear(`${name}.projection`, [1, 1, channels, channels], zeros),
  ];
}

function layerEntries(layer: UnetLayer, timeSize: number): InitialisedEntry[] {
  if (layer.kind !== 'block') return linear(layer.name, [3, 3, layer.channels, layer.channels]);
  const { name, inputs, outputs, attention } = layer;
  return [...blockEntries(name, inputs, outputs, timeSize), ...(attention ? attentionEntries(`${name}.attention`, outputs) : [])];
}

/** A row for each class, and one for none. */
function classEntries(classes: readonly string[], timeSize: number): InitialisedEntry[] {
  if (classes.length === 0) return [];
  return [{ name: 'classes.table', shape: [classes.length + 1, timeSize], initialiser: normal(1) }];
}

/** Parameters of the U-Net in order of use. */
export function unetEntries(config: UnetAnatomy): InitialisedEntry[] {
  const { width, channels, classes } = config;
  const timeSize = TIME_EXPANSION * width;
  const { down, middleChannels, middleAttention, up, outputChannels } = unetPlan(config);
  return [
    ...linear('time1', [width, timeSize]),
    ...linear('time2', [timeSize, timeSize]),
    ...classEntries(classes, timeSize),
    ...linear('input', [3, 3, channels, width]),
    ...down.flatMap((layer) => layerEntries(layer, timeSize)),
    ...blockEntries('middle1', middleChannels, middleChannels, timeSize),
    ...(middleAttention ? attentionEntries('middleAttention', middleChannels) : []),
    ...blockEntries('middle2', middleChannels, middleChannels, timeSize),
    ...up.flatMap((layer) => layerEntries(layer, timeSize)),
    ...norm('outputNorm', outputChannels),
    ...linear('output', [3, 3, outputChannels, channels], zeros),
  ];
}
