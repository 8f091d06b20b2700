/** Settings of the U-Net and of the diffusion process it is trained on. */
export interface UnetConfig {
  /** Side of the square pictures, in pixels; divisible by 2 once a level. */
  readonly imageSize: number;
  /** Channels of a picture. */
  readonly channels: number;
  /** Channels of the first level. */
  readonly width: number;
  /** Channels of each level, in multiples of `width`; each level has half the side of the one before. */
  readonly multipliers: readonly number[];
  /** Residual blocks a level on the way down; one more on the way up. */
  readonly blocks: number;
  /** Sides, in pixels, at which blocks are followed by attention. */
  readonly attentionSizes: readonly number[];
  /** Groups of each group normalisation; divides all channel counts. */
  readonly groups: number;
  /** Noise levels of the diffusion process. */
  readonly numTrainTimesteps: number;
  /** Variance added at the first and at the last timestep; linear between. */
  readonly betaStart: number;
  readonly betaEnd: number;
  /** Pictures a step. */
  readonly batchSize: number;
  /** Learning rate of Adam. */
  readonly learningRate: number;
  /** Decay of the averaged weights. */
  readonly emaDecay: number;
}

/** 32x32 in colour, widths 64-128-128, attention at 16x16; process and averaging of the DDPM paper. */
export const DEFAULT_UNET_CONFIG: UnetConfig = {
  imageSize: 32,
  channels: 3,
  width: 64,
  multipliers: [1, 2, 2],
  blocks: 2,
  attentionSizes: [16],
  groups: 8,
  numTrainTimesteps: 1000,
  betaStart: 1e-4,
  betaEnd: 0.02,
  batchSize: 16,
  learningRate: 2e-4,
  emaDecay: 0.9999,
};
