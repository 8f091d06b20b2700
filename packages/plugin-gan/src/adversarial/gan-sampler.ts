import { unpack } from '@aigc/nn';
import type { HostTensor, InputSpec, Named, Sampler } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { labelOf } from '../conditioning/resolve-classes.js';
import type { GanState } from './gan-state.js';
import type { GanNetworks } from './networks.js';

/** What to draw. */
export interface GanSamplerOptions {
  /** Latents of one picture by name, without a batch dimension. */
  readonly latents: Named<InputSpec>;
  readonly classes?: readonly string[] | undefined;
  /** The one class to draw; each seed draws its own when absent. */
  readonly className?: string | undefined;
  /** Factor of the latents `z`. @default 1 */
  readonly truncationPsi?: number | undefined;
}

/**
 * Draws with the averaged weights and the running statistics.
 *
 * Truncation scales `z` towards its mean, 0: pictures nearer the middle of what was learned (Brock, Donahue and Simonyan 2019,
 * arXiv 1809.11096, section 3.1, draw again what is beyond a threshold instead; Kingma and Dhariwal 2018, arXiv 1807.03039, scale).
 *
 * @throws InvalidConfigError for a class that the model does not know
 */
export function ganSampler(networks: GanNetworks, options: GanSamplerOptions): Sampler {
  const { latents, classes, className, truncationPsi = 1 } = options;
  const label = labelOf(className, classes);
  const isClassDrawn = classes !== undefined && label === undefined;
  const choice: InputSpec = { shape: [1], dtype: 'float32', source: 'uniform' };
  const labels = (inputs: Named<tf.Tensor>): Named<tf.Tensor> => {
    if (classes === undefined) return {};
    const z = inputs.z as tf.Tensor;
    if (label !== undefined) return { labels: tf.fill([z.shape[0] as number], label, 'int32') };
    // [B, 1] in [0, 1) -> [B] in 0 .. K - 1
    return { labels: tf.reshape(tf.cast(tf.floor(tf.mul(inputs.choice as tf.Tensor, classes.length)), 'int32'), [-1]) };
  };
  return {
    parameters: (state) => {
      const { average, statistics } = (state as unknown as GanState<HostTensor>).generator;
      return { average, statistics };
    },
    inputs: isClassDrawn ? { ...latents, choice } : latents,
    sample: (parameters, given) => {
      const trained = parameters as { average: tf.Tensor; statistics: tf.Tensor };
      const inputs = given as Named<tf.Tensor>;
      const z = truncationPsi === 1 ? (inputs.z as tf.Tensor) : tf.mul(inputs.z as tf.Tensor, truncationPsi);
      const drawn = { ...inputs, z, ...labels(inputs) };
      const statistics = unpack(trained.statistics, networks.statistics);
      return networks.generate(unpack(trained.average, networks.generator), drawn, statistics).images;
    },
  };
}
