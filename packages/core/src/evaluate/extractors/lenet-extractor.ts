import type { LenetConfig } from '@aigc/nn';
import type { HostTensor, Named } from '@aigc/plugin-api';
import { randomStream } from '../../random/random-stream.js';
import { sha256 } from '../../storage/sha256.js';
import type { TrainedClassifier } from '../classifier/train-classifier.js';
import type { Extractor } from './extractor.js';

const BATCH = 100;
const LARGEST = 32;

/** Side of the pictures that a LeNet sees: at most 32 pixels. */
export function lenetSize(imageSize: number): number {
  return Math.min(imageSize, LARGEST);
}

/** The hidden layer of a classifier of the user's classes. */
export function lenetExtractor(classifier: TrainedClassifier, threads?: number): Promise<Extractor> {
  const { config, weights, classes, accuracy } = classifier;
  return openLenet(config, weights, { name: 'lenet', classes, accuracy }, threads);
}

/**
 * A LeNet with random weights, for pictures without classes: its features tell colours, edges and their arrangement apart.
 *
 * @see Naeem et al. 2020, arXiv 2002.09797, section 4.2, on random embeddings
 */
export async function randomLenetExtractor(imageSize: number, channels: 1 | 3, threads?: number): Promise<Extractor> {
  const { lenetState } = await import('@aigc/nn');
  const config: LenetConfig = { imageSize: lenetSize(imageSize), channels, classes: 2 };
  const { weights } = lenetState(config, randomStream(0).fork('weights'));
  return openLenet(config, weights as HostTensor<'float32'>, { name: 'random-lenet', classes: [] }, threads);
}

async function openLenet(
  config: LenetConfig,
  weights: HostTensor<'float32'>,
  facts: Pick<Extractor, 'name' | 'classes' | 'accuracy'>,
  threads: number | undefined,
): Promise<Extractor> {
  const { compile, readTree } = await import('@aigc/engine');
  const { LENET_FEATURES, lenetApply } = await import('@aigc/nn');
  const { imageSize, channels } = config;
  const specs = [weights, { shape: [BATCH, imageSize, imageSize, channels], dtype: 'float32' as const }];
  const options = { name: facts.name, ...(threads === undefined ? {} : { threads }) };
  const program = await compile(lenetApply(config) as never, specs, options);
  const { buffer, byteOffset, byteLength } = weights.data;
  return {
    ...facts,
    hash: sha256(new Uint8Array(buffer, byteOffset, byteLength)).slice(0, 12),
    imageSize,
    channels,
    featureSize: LENET_FEATURES,
    batchSize: BATCH,
    extract: async (images) => {
      const output = (await readTree(await program.run(weights, images))) as Named<HostTensor<'float32'>>;
      const { features, probabilities } = output as { [name in 'features' | 'probabilities']: HostTensor<'float32'> };
      return { features: features.data, probabilities: facts.classes.length > 0 ? probabilities.data : undefined };
    },
    dispose: () => program.dispose(),
  };
}
