import { parameterCount } from '@aigc/nn';
import type { HostTensor, Named, RandomStream } from '@aigc/plugin-api';
import {
  featureCount,
  type MlpVaeConfig,
  mlp,
  mlpVaeConfigSchema,
  mlpVaeEntries,
  mlpVaeLoss,
  mlpVaeTrainStep,
  type VaeInputs,
} from '@aigc/plugin-vae';
import { wave } from '../parity/formula.js';
import { linear } from '../parity/layers.js';
import type { ReferenceParameter } from '../parity/reference-parameter.js';
import type { ParityCheck, TrainStepTask } from './task.js';

const CONFIG: MlpVaeConfig = { ...mlpVaeConfigSchema.parse({}), channels: 1 };
const { batchSize, imageSize, hiddenSize, latentSize } = CONFIG;
const FEATURES = featureCount(CONFIG);

function parity(): ParityCheck {
  // The reference's two layers `mu` and `lv` are the halves of our `posterior`.
  const half = (reference: string, offset: number): ReferenceParameter[] =>
    linear(reference, 'posterior', [hiddenSize, latentSize]).map((parameter) => ({ ...parameter, offset }));
  return {
    entries: mlpVaeEntries(CONFIG),
    parameters: [
      ...linear('0.e', 'encoder', [FEATURES, hiddenSize]),
      ...half('0.mu', 0),
      ...half('0.lv', latentSize),
      ...linear('0.d1', 'decoder', [latentSize, hiddenSize]),
      ...linear('0.d2', 'output', [hiddenSize, FEATURES]),
    ],
    inputs: {
      x: wave((angle) => (Math.sin(angle) > 0.5 ? 1 : 0), 0.37, [batchSize, FEATURES]),
      epsilon: wave(Math.cos, 0.73, [batchSize, latentSize]),
    },
    loss: (parameters, inputs) => mlpVaeLoss(parameters, inputs as unknown as VaeInputs).loss,
  };
}

/** The fully connected VAE on a random binary batch: the step that `aigc train vae` runs. */
export function vaeTask(random: RandomStream): TrainStepTask {
  // pictures are in [-1, 1]
  const binary = random
    .fork('images')
    .uniform(batchSize * FEATURES)
    .map((value) => (value > 0.8 ? 1 : -1));
  const images: HostTensor = { shape: [batchSize, imageSize, imageSize, 1], dtype: 'float32', data: binary };
  return {
    name: 'vae',
    batchSize,
    parameterCount: parameterCount(mlpVaeEntries(CONFIG)),
    trainStep: mlpVaeTrainStep(CONFIG),
    state: mlp.initialState(CONFIG, random.fork('weights')),
    inputs: (stream): Named<HostTensor> => ({
      images,
      epsilon: { shape: [batchSize, latentSize], dtype: 'float32', data: stream.normal(batchSize * latentSize) },
    }),
    parity,
  };
}
