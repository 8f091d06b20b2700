import { unpack } from '@aigc/nn';
import type { HostTensor, IterativeSampler, Named, TensorLike, Tree } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { clipped } from '../denoisers/clipped.js';
import type { Denoiser } from '../denoisers/denoiser.js';
import { guided } from '../denoisers/guided.js';
import { inpainted } from '../denoisers/inpainted.js';
import { preconditioned } from '../denoisers/preconditioned.js';
import { samplers } from '../samplers/samplers.js';
import type { UnetConfig } from './config.js';
import { unet } from './network.js';
import { objectiveOf } from './objective.js';
import { unetEntries } from './parameters.js';
import { type SamplingPlan, samplingPlan } from './sampling-plan.js';
import type { UnetState } from './train-step.js';

type Tensors = Named<tf.Tensor>;

/** What is carried from step to step besides the sampler's own: what each picture is drawn to be. */
interface Given {
  /** int32 `[B]` */
  readonly labels?: tf.Tensor;
  readonly init?: tf.Tensor;
  readonly mask?: tf.Tensor;
}

/** The trained network as a denoiser with everything that the settings add to it. */
function denoiserOf(config: UnetConfig, { settings }: SamplingPlan, average: tf.Tensor, { init, mask }: Given): Denoiser {
  const network = unet(unpack(average, unetEntries(config)), config, { padding: config.tileable ? 'circular' : 'zero' });
  const plain = preconditioned(network, objectiveOf(config).preconditioning);
  const aimed = guided(plain, { guidanceScale: settings.guidance, unconditional: config.classes.length });
  const kept = settings.clip ? clipped(aimed) : aimed;
  return init === undefined || mask === undefined ? kept : inpainted(kept, { init, mask });
}

/** The class of each picture: the one that was asked for, or one that follows from its seed. */
function labelsOf({ label }: SamplingPlan, { noise, class: drawn }: Tensors, { classes }: UnetConfig): Pick<Given, 'labels'> {
  if (classes.length === 0) return {};
  if (drawn !== undefined) return { labels: tf.cast(tf.floor(tf.mul(drawn, classes.length)), 'int32') };
  return { labels: tf.fill([(noise as tf.Tensor).shape[0] as number], label as number, 'int32') };
}

/**
 * Draws pictures from the averaged weights: from noise, from a noised picture (image-to-image), or from noise around the part of a
 * picture that stays (inpainting).
 *
 * @see Meng et al. 2022, arXiv 2108.01073, algorithm 1, for starting from a picture
 * @throws InvalidConfigError where settings do not go together or do not fit the model.
 */
export function unetSampler(config: UnetConfig, given?: object): IterativeSampler {
  const plan = samplingPlan(config, given);
  const sampler = samplers[plan.settings.sampler];
  const start = (inputs: Tensors): Tensors => {
    const { noise, init, mask } = inputs as { noise: tf.Tensor; init?: tf.Tensor; mask?: tf.Tensor };
    const noised = tf.mul(noise, plan.firstSigma);
    return {
      ...sampler.start(init === undefined ? noised : tf.add(init, noised)),
      ...labelsOf(plan, inputs, config),
      ...(init === undefined ? {} : { init }),
      ...(mask === undefined ? {} : { mask }),
    };
  };
  const step = (average: tf.Tensor, carry: Tensors, { fresh, ...scalars }: Tensors): Tensors => {
    const { labels, init, mask, ...own } = carry;
    const given: Given = {
      ...(labels === undefined ? {} : { labels }),
      ...(init === undefined ? {} : { init }),
      ...(mask === undefined ? {} : { mask }),
    };
    const denoiser = denoiserOf(config, plan, average, given);
    const denoise = (x: tf.Tensor, sigma: tf.Tensor) =>
      denoiser(x, tf.reshape(sigma, [1]), labels === undefined ? {} : { labels });
    return { ...given, ...sampler.step(own, { denoise, scalars, noise: fresh }) };
  };
  const { noise } = plan.inputs;
  return {
    parameters: (state) => ({ average: (state as unknown as UnetState<HostTensor>).average }),
    inputs: plan.inputs,
    stepInputs: plan.isStochastic && noise !== undefined ? { fresh: noise } : {},
    schedule: plan.schedule,
    start: (inputs) => start(inputs as Tensors) as Tree<TensorLike>,
    step: (parameters, carry, inputs) =>
      step((parameters as { average: tf.Tensor }).average, carry as Tensors, inputs as Tensors) as Tree<TensorLike>,
    finish: (carry) => tf.clipByValue((carry as { x: tf.Tensor }).x, -1, 1),
  };
}
