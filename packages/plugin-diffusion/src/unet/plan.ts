import type { UnetConfig } from './config.js';

/** What of a configuration decides the network's layers and their sizes. */
export type UnetAnatomy = Pick<
  UnetConfig,
  'imageSize' | 'channels' | 'width' | 'multipliers' | 'blocks' | 'attentionSizes' | 'groups' | 'classes'
>;

/** A residual block, with attention after it or not. */
export interface BlockLayer {
  readonly kind: 'block';
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly attention: boolean;
}

/** A convolution that halves the side, or one after the side was doubled. */
export interface ResampleLayer {
  readonly kind: 'halve' | 'double';
  readonly name: string;
  readonly channels: number;
}

/** One layer on the way down or up. */
export type UnetLayer = BlockLayer | ResampleLayer;

/** The layers of a U-Net; each block on the way up takes the newest unused result of the way down beside its input. */
export interface UnetPlan {
  readonly down: readonly UnetLayer[];
  readonly middleChannels: number;
  /** Is there attention between the two blocks of the middle? Wherever there is some at all. */
  readonly middleAttention: boolean;
  readonly up: readonly UnetLayer[];
  readonly outputChannels: number;
}

/** Lays out the levels of a configuration. */
export function unetPlan({ imageSize, width, multipliers, blocks, attentionSizes }: UnetAnatomy): UnetPlan {
  const [down, up]: [UnetLayer[], UnetLayer[]] = [[], []];
  const kept = [width];
  let channels = width;
  const last = multipliers.length - 1;
  const attention = (level: number) => attentionSizes.includes(imageSize / 2 ** level);
  multipliers.forEach((multiplier, level) => {
    for (let i = 0; i < blocks; i++) {
      const outputs = width * multiplier;
      down.push({ kind: 'block', name: `down${down.length}`, inputs: channels, outputs, attention: attention(level) });
      channels = outputs;
      kept.push(channels);
    }
    if (level === last) return;
    down.push({ kind: 'halve', name: `down${down.length}`, channels });
    kept.push(channels);
  });
  const middleChannels = channels;
  for (let level = last; level >= 0; level--) {
    for (let i = 0; i <= blocks; i++) {
      const outputs = width * (multipliers[level] as number);
      const inputs = channels + (kept.pop() as number);
      up.push({ kind: 'block', name: `up${up.length}`, inputs, outputs, attention: attention(level) });
      channels = outputs;
    }
    if (level > 0) up.push({ kind: 'double', name: `up${up.length}`, channels });
  }
  return { down, middleChannels, middleAttention: attentionSizes.length > 0, up, outputChannels: channels };
}

/** Residual blocks in order of use, and the channels between the convolutions of each. */
export function residualBlocks(config: UnetAnatomy): { name: string; channels: number }[] {
  const { down, middleChannels, up } = unetPlan(config);
  const blocks = (layers: readonly UnetLayer[]) =>
    layers.flatMap((layer) => (layer.kind === 'block' ? [{ name: layer.name, channels: layer.outputs }] : []));
  const middle = ['middle1', 'middle2'].map((name) => ({ name, channels: middleChannels }));
  return [...blocks(down), ...middle, ...blocks(up)];
}
