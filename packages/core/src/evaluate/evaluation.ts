import type { ClassBalance } from './class-balance.js';
import type { KernelDistance } from './kernel-distance.js';
import type { PrecisionRecall } from './precision-recall.js';

/** How some pictures compare with the reference. */
export interface Judgement extends PrecisionRecall {
  /** Pictures that were judged. */
  readonly count: number;
  /** Squared Fréchet distance of their features. */
  readonly frechetDistance: number;
  readonly kernelDistance: KernelDistance;
  /** Median distance of features to the nearest reference picture. */
  readonly nearestDistance: number;
  /** Where the extractor knows the classes. */
  readonly classes: ClassBalance | null;
}

/** What `evaluateImages` found; every figure is only comparable with those of the same extractor, counts, split and resizing. */
export interface ImageEvaluation {
  readonly family: string;
  readonly model: string;
  readonly step: number;
  readonly extractor: {
    readonly name: string;
    readonly hash: string;
    readonly featureSize: number;
    /** Share of held-out pictures that it recognises; null where it is no classifier of the user's. */
    readonly accuracy: number | null;
  };
  /** What distances are called with this extractor. */
  readonly names: { readonly frechet: string; readonly kernel: string };
  /** `none`, or filter and sizes. */
  readonly resize: string;
  readonly reference: { readonly part: 'train' | 'validation'; readonly count: number; readonly dataHash: string };
  readonly samples: Judgement;
  /** Real pictures that were held out of training: what a perfect model would reach with as many. */
  readonly heldOut: Judgement | null;
  /** The same model before its first step. */
  readonly untrained: Judgement | null;
  /** Absolute: a sheet of samples beside their nearest reference pictures. */
  readonly nearestSheet: string;
}
