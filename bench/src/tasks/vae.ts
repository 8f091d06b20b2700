import { adamState, initialVector } from '@aigc/nn';
import type { HostTensor, Named, RandomStream } from '@aigc/plugin-api';
import { DEFAULT_MLP_VAE_CONFIG, mlpVaeEntries, mlpVaeLoss, mlpVaeTrainStep, type VaeInputs } from '@aigc/plugin-vae';
import { wave } from '../parity/formula.js';
import { linear } from '../parity/layers.js';
import type { ReferenceParameter } from '../parity/reference-parameter.js';
import type { ParityCheck, TrainStepTask } from './task.js';

const CONFIG = DEFAULT_MLP_VAE_CONFIG;

function parity(): ParityCheck {
  const { batchSize, features, hiddenSize, latentSize } = CONFIG;
  // The reference's two layers `mu` and `lv` are the halves of our `posterior`.
  const half = (reference: string, offset: number): ReferenceParameter[] =>
    linear(reference, 'posterior', [hiddenSize, latentSize]).map((parameter) => ({ ...parameter, offset }));
  return {
    entries: mlpVaeEntries(CONFIG),
    parameters: [
      ...linear('0.e', 'encoder', [features, hiddenSize]),
      ...half('0.mu', 0),
      ...half('0.lv', latentSize),
      ...linear('0.d1', 'decoder', [latentSize, hiddenSize]),
      ...linear('0.d2', 'output', [hiddenSize, features]),
    ],
    inputs: {
      x: wave((angle) => (Math.sin(angle) > 0.5 ? 1 : 0), 0.37, [batchSize, features]),
      noise: wave(Math.cos, 0.73, [batchSize, latentSize]),
    },
    loss: (parameters, inputs) => mlpVaeLoss(parameters, inputs as unknown as VaeInputs).loss,
  };
}

/** The fully connected VAE on a random binary batch. */
export function vaeTask(random: RandomStream): TrainStepTask {
  const { batchSize, features, latentSize } = CONFIG;
  const weights = initialVector(mlpVaeEntries(CONFIG), random.fork('weights'));
  const binary = random
    .fork('images')
    .uniform(batchSize * features)
    .map((value) => (value > 0.8 ? 1 : 0));
  const x: HostTensor = { shape: [batchSize, features], dtype: 'float32', data: binary };
  return {
    name: 'vae',
    batchSize,
    parameterCount: weights.data.length,
    trainStep: mlpVaeTrainStep(CONFIG),
    state: { weights, optimiser: adamState(weights.data.length) },
    inputs: (stream): Named<HostTensor> => ({
      x,
      noise: { shape: [batchSize, latentSize], dtype: 'float32', data: stream.normal(batchSize * latentSize) },
    }),
    parity,
  };
}
