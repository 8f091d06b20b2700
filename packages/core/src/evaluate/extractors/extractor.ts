import type { HostTensor } from '@aigc/plugin-api';

/** What an extractor says about a batch. */
export interface Extracted {
  /** float32 `[B, featureSize]` */
  readonly features: Float32Array;
  /** float32 `[B, classes]`; absent where the extractor is no classifier of the user's classes. */
  readonly probabilities?: Float32Array | undefined;
}

/** Turns pictures into feature vectors. Distances are named after it. */
export interface Extractor {
  /** `lenet`, `random-lenet`, `inception` or the name of a file. */
  readonly name: string;
  /** First 12 hexadecimal digits of the sha256 of its weights. */
  readonly hash: string;
  /** Side and channels of the pictures that it takes. */
  readonly imageSize: number;
  readonly channels: 1 | 3;
  readonly featureSize: number;
  /** Pictures a call takes, exactly. */
  readonly batchSize: number;
  /** Names of the classes of `probabilities`; empty where there are none. */
  readonly classes: readonly string[];
  /** Share of held-out pictures that it recognises, where it is a classifier. */
  readonly accuracy?: number | undefined;
  /** @param images float32 `[batchSize, imageSize, imageSize, channels]` in [-1, 1] */
  extract(images: HostTensor<'float32'>): Promise<Extracted>;
  dispose(): Promise<void>;
}

/** How a Fréchet distance is called: `FID` is kept for Inception's features. */
export function frechetName({ name }: Extractor): string {
  return name === 'inception' ? 'FID' : `FD-${name}`;
}

/** How a kernel distance is called: `KID` is kept for Inception's features. */
export function kernelName({ name }: Extractor): string {
  return name === 'inception' ? 'KID' : `KD-${name}`;
}
