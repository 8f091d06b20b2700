import { adamState, initialVector } from '@aigc/nn';
import type { HostTensor, RandomStream } from '@aigc/plugin-api';
import { gpt, gptEntries, gptLoss, gptTrainStep } from '@aigc/plugin-text';
import type * as tf from '@tensorflow/tfjs-core';
import { linearWeight, norm } from '../parity/layers.js';
import type { ReferenceParameter } from '../parity/reference-parameter.js';
import type { ParityCheck, TrainStepTask } from './task.js';

// The reference learns its positions, and keeps no average of its weights.
const CONFIG = gpt.resolveConfig({ emaDecay: 0, positions: 'learned' }, { kind: 'text', vocabSize: 65, count: 1_000_000 });

function tokenIds(symbol: (k: number) => number): HostTensor<'int32'> {
  const shape = [CONFIG.batchSize, CONFIG.contextLength + 1] as const;
  return { shape, dtype: 'int32', data: Int32Array.from({ length: shape[0] * shape[1] }, (_, k) => symbol(k)) };
}

function blockParameters(i: number): ReferenceParameter[] {
  const { width } = CONFIG;
  const [reference, entry] = [`0.blocks.${i}`, `block${i}`];
  return [
    ...norm(`${reference}.n1`, `${entry}.norm1`, width),
    ...norm(`${reference}.n2`, `${entry}.norm2`, width),
    linearWeight(`${reference}.qkv`, `${entry}.qkv`, [width, 3 * width]),
    linearWeight(`${reference}.proj`, `${entry}.projection`, [width, width]),
    linearWeight(`${reference}.up`, `${entry}.up`, [width, 4 * width]),
    linearWeight(`${reference}.down`, `${entry}.down`, [4 * width, width]),
  ];
}

function parity(): ParityCheck {
  const { vocabSize, contextLength, layers, width } = CONFIG;
  const table = (reference: string, entry: string, rows: number): ReferenceParameter => ({
    reference: `${reference}.weight`,
    entry,
    kind: 'weight',
    shape: [rows, width],
    perm: [0, 1],
  });
  return {
    entries: gptEntries(CONFIG),
    parameters: [
      table('0.tok', 'token', vocabSize),
      table('0.pos', 'position', contextLength),
      ...Array.from({ length: layers }, (_, i) => blockParameters(i)).flat(),
      ...norm('0.norm', 'norm', width),
    ],
    inputs: { tokenIds: tokenIds((k) => (7 * k) % vocabSize) },
    loss: (parameters, inputs) => gptLoss(parameters, inputs.tokenIds as tf.Tensor, CONFIG),
  };
}

/** The GPT on a batch of random symbols. */
export function gptTask(random: RandomStream): TrainStepTask {
  const weights = initialVector(gptEntries(CONFIG), random.fork('weights'));
  const draws = random.fork('tokens').uniform(CONFIG.batchSize * (CONFIG.contextLength + 1));
  const batch = tokenIds((k) => Math.floor((draws[k] as number) * CONFIG.vocabSize));
  const learningRate: HostTensor = { shape: [], dtype: 'float32', data: Float32Array.of(CONFIG.learningRate) };
  return {
    name: 'gpt',
    batchSize: CONFIG.batchSize,
    parameterCount: weights.data.length,
    trainStep: gptTrainStep(CONFIG),
    state: { weights, optimiser: adamState(weights.data.length) },
    inputs: () => ({ tokenIds: batch, learningRate }),
    parity,
  };
}
