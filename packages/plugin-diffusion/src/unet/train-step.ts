import { type AdamState, adam, averageWeights, clipGradient, lossAndGradient } from '@aigc/nn';
import type { InputSpec, Named, Tree } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import type { Conditioning } from '../denoisers/denoiser.js';
import { denoisingLoss } from '../objectives/denoising-loss.js';
import type { UnetConfig } from './config.js';
import { channelMasks, dropoutSize } from './dropout.js';
import { unet } from './network.js';
import { objectiveOf } from './objective.js';
import { unetEntries } from './parameters.js';

/** What training carries from step to step; weights, average and moments are flat vectors. */
export interface UnetState<T> {
  readonly weights: T;
  /** Moving average of `weights`: what is sampled. */
  readonly average: T;
  readonly optimiser: AdamState<T>;
}

/** Pictures of a batch, with their classes where a model has some, noise, and the number that decides each noise level. */
export function pictureInputs(config: UnetConfig): Named<InputSpec> {
  const { batchSize, imageSize, channels, classes } = config;
  const pictures = { shape: [batchSize, imageSize, imageSize, channels], dtype: 'float32' } as const;
  return {
    images: { ...pictures, source: 'images' },
    noise: { ...pictures, source: 'normal' },
    ...(classes.length === 0 ? {} : { labels: { shape: [batchSize], dtype: 'int32', source: 'labels' } as const }),
  };
}

/** Inputs of a training step: `drawn` decides noise levels, `unclassed` whose class is left out, `dropout` which channels are. */
export function unetTrainInputs(config: UnetConfig): Named<InputSpec> {
  const { batchSize, classes, dropout } = config;
  const uniform = (...shape: number[]): InputSpec => ({ shape, dtype: 'float32', source: 'uniform' });
  return {
    ...pictureInputs(config),
    drawn: { shape: [batchSize], dtype: 'float32', source: objectiveOf(config).draws },
    learningRate: { shape: [], dtype: 'float32', source: 'learningRate' },
    ...(classes.length === 0 ? {} : { unclassed: uniform(batchSize) }),
    ...(dropout === 0 ? {} : { dropout: uniform(batchSize, dropoutSize(config)) }),
  };
}

/** Labels of which a share is replaced by the one for no class. @see Ho and Salimans 2022, arXiv 2207.12598, algorithm 1 */
function trainConditioning({ labels, unclassed }: Named<tf.Tensor>, { classes, classDropout }: UnetConfig): Conditioning {
  if (labels === undefined || unclassed === undefined) return {};
  return { labels: tf.where(tf.less(unclassed, classDropout), tf.fill(labels.shape, classes.length, 'int32'), labels) };
}

/** Training wraps around pictures that tile; not around crops, whose edges do not meet. */
export function trainPadding({ tileable, crops }: UnetConfig) {
  return tileable && !crops ? 'circular' : 'zero';
}

/** One Adam step on the objective's loss, and the averaged weights: `(state, inputs) -> { state, metrics: { loss, gradientNorm } }`. */
export function unetTrainStep(config: UnetConfig) {
  const entries = unetEntries(config);
  const objective = objectiveOf(config);
  const { emaDecay, gradientClipNorm, dropout } = config;
  const padding = trainPadding(config);
  return (state: UnetState<tf.Tensor>, inputs: Named<tf.Tensor>) => {
    const { images, noise, drawn, learningRate } = inputs as { [name: string]: tf.Tensor };
    const pictures = {
      images: images as tf.Tensor,
      noise: noise as tf.Tensor,
      levels: objective.trainingLevels(drawn as tf.Tensor),
      conditioning: trainConditioning(inputs, config),
    };
    const masks = inputs.dropout === undefined ? undefined : channelMasks(inputs.dropout, dropout, config);
    const { loss, gradient } = lossAndGradient(
      (parameters) => denoisingLoss(unet(parameters, config, { padding, masks }), objective.preconditioning, pictures),
      state.weights,
      entries,
    );
    const { norm, factor } = clipGradient(gradient, gradientClipNorm);
    const { optimiser } = state;
    const updated = adam(state.weights, gradient, optimiser, {
      learningRate: learningRate as tf.Scalar,
      ...(gradientClipNorm === 0 ? {} : { gradientFactor: factor }),
    });
    const next: UnetState<tf.Tensor> = {
      weights: updated.parameters,
      average: averageWeights(state.average, updated.parameters, optimiser.updates, emaDecay),
      optimiser: updated.state,
    };
    const metrics: Named<tf.Scalar> = { loss, ...(gradientClipNorm === 0 ? {} : { gradientNorm: norm }) };
    return { state: next as unknown as Tree<tf.Tensor>, metrics };
  };
}
