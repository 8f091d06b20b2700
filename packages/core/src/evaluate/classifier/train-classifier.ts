// Code: E-DATA-201 too few classes to tell apart.
import type { Feed } from '@aigc/engine';
import type { LenetConfig } from '@aigc/nn';
import { DatasetError, type HostTensor, type ImageDataFacts, type InputSpec, type Named, type Tree } from '@aigc/plugin-api';
import type { Dataset } from '../../data/dataset.js';
import { randomStream } from '../../random/random-stream.js';
import { varyBatch } from './vary-batch.js';

/** A classifier and how well it does. */
export interface TrainedClassifier {
  readonly config: LenetConfig;
  /** Flat vector. */
  readonly weights: HostTensor<'float32'>;
  /** Names in the order of the labels. */
  readonly classes: readonly string[];
  /** Share of the held-out pictures that are recognised, 0 to 1. */
  readonly accuracy: number;
  readonly heldOut: number;
}

/** Progress of training. */
export interface ClassifierProgress {
  readonly step: number;
  readonly steps: number;
}

const BATCH = 100;
const LEARNING_RATE = 2e-3;
const EPOCHS = 40;
const MIN_STEPS = 300;
const MAX_STEPS = 6000;
const SEED = 0;

/**
 * Trains a LeNet on pictures with classes. The same data gives the same classifier.
 *
 * @throws DatasetError E-DATA-201 for pictures without classes.
 */
export async function* trainClassifier(
  dataset: Dataset,
  options: { readonly threads?: number | undefined; readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<ClassifierProgress, TrainedClassifier> {
  const { channels, classes } = dataset.facts as ImageDataFacts;
  if (classes.length < 2) throw withoutClasses();
  const imageSize = dataset.exampleShape[0] as number;
  const config: LenetConfig = { imageSize, channels, classes: classes.length };
  const { lenetState } = await import('@aigc/nn');
  const start = lenetState(config, randomStream(SEED).fork('weights')) as unknown as Tree<HostTensor>;
  const training = trainSteps(dataset, config, start, options);
  for (;;) {
    const next = await training.next();
    if (next.done === true) {
      const weights = next.value;
      return { config, weights, classes, ...(await measureAccuracy(dataset, config, weights)) };
    }
    yield next.value;
  }
}

async function* trainSteps(
  dataset: Dataset,
  config: LenetConfig,
  start: Tree<HostTensor>,
  { threads, signal }: { readonly threads?: number | undefined; readonly signal?: AbortSignal | undefined },
): AsyncGenerator<ClassifierProgress, HostTensor<'float32'>> {
  const { compile, readTree } = await import('@aigc/engine');
  const { LENET_FEATURES, lenetTrainStep, scheduledLearningRate } = await import('@aigc/nn');
  const steps = Math.max(MIN_STEPS, Math.min(MAX_STEPS, Math.ceil((EPOCHS * dataset.count('train')) / BATCH)));
  const stream = randomStream(SEED);
  const reader = dataset.openReader(batchSpecs(config), { part: 'train', stream });
  const schedule = { learningRate: LEARNING_RATE, learningRateSchedule: 'cosine', warmupSteps: 0 } as const;
  const dropoutShape = [BATCH, LENET_FEATURES];
  const inputsOf = async (step: number): Promise<Named<HostTensor>> => {
    const { images, labels } = (await reader.read(step - 1)) as { images: HostTensor<'float32'>; labels: HostTensor };
    const rate = scheduledLearningRate({ ...schedule, scheduleSteps: steps, finalLearningRate: 0 }, step);
    const dropout = stream
      .fork('dropout')
      .at(step)
      .uniform(BATCH * LENET_FEATURES);
    return {
      images: varyBatch(images, stream.fork('vary').at(step)),
      labels,
      dropout: { shape: dropoutShape, dtype: 'float32', data: dropout },
      learningRate: { shape: [], dtype: 'float32', data: Float32Array.of(rate) },
    };
  };
  const compileOptions = { name: 'classifier', ...(threads === undefined ? {} : { threads }) };
  const program = await compile(lenetTrainStep(config) as never, [start, await inputsOf(1)], compileOptions);
  try {
    let state: Tree<Feed> = start;
    for (let step = 1; step <= steps; step++) {
      signal?.throwIfAborted();
      ({ state } = (await program.run(state, await inputsOf(step))) as { state: Tree<Feed> });
      yield { step, steps };
    }
    const { average } = (await readTree(state)) as unknown as { average: HostTensor<'float32'> };
    return { ...average, data: average.data.slice() };
  } finally {
    await program.dispose();
  }
}

function batchSpecs({ imageSize, channels }: LenetConfig): Named<InputSpec> {
  return {
    images: { shape: [BATCH, imageSize, imageSize, channels], dtype: 'float32', source: 'images' },
    labels: { shape: [BATCH], dtype: 'int32', source: 'labels' },
  };
}

async function measureAccuracy(dataset: Dataset, config: LenetConfig, weights: HostTensor<'float32'>) {
  const { compile, readTree } = await import('@aigc/engine');
  const { lenetApply } = await import('@aigc/nn');
  const heldOut = dataset.count('validation');
  if (heldOut === 0) return { accuracy: 0, heldOut };
  const reader = dataset.openReader(batchSpecs(config), { part: 'validation', stream: randomStream(SEED) });
  const first = (await reader.read(0)) as { images: HostTensor };
  const program = await compile(lenetApply(config) as never, [weights, first.images], { name: 'classifier' });
  let right = 0;
  for (let index = 0; index < reader.batches; index++) {
    const { images, labels } = (await reader.read(index)) as { images: HostTensor; labels: HostTensor };
    const { probabilities } = (await readTree(await program.run(weights, images))) as Named<HostTensor>;
    const count = Math.min(BATCH, heldOut - index * BATCH);
    for (let row = 0; row < count; row++) {
      if (mostLikely(probabilities?.data as Float32Array, row, config.classes) === labels.data[row]) right++;
    }
  }
  await program.dispose();
  return { accuracy: right / heldOut, heldOut };
}

/** Index of the largest of the `classes` values of a row. */
export function mostLikely(probabilities: Float32Array, row: number, classes: number): number {
  let best = 0;
  for (let c = 1; c < classes; c++) {
    if ((probabilities[row * classes + c] as number) > (probabilities[row * classes + best] as number)) best = c;
  }
  return best;
}

function withoutClasses(): DatasetError {
  return new DatasetError('E-DATA-201', 'the pictures have no classes to tell apart', {
    hints: ['sort them into sub-folders, one for each class', 'or bring an extractor of features: --extractor FILE.onnx'],
  });
}
