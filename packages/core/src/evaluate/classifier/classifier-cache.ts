import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostTensor } from '@aigc/plugin-api';
import { decodeSafetensors, encodeSafetensors } from '../../checkpoint/safetensors.js';
import type { Dataset } from '../../data/dataset.js';
import { sha256 } from '../../storage/sha256.js';
import { writeFileAtomic } from '../../storage/write-file-atomic.js';
import { type ClassifierProgress, type TrainedClassifier, trainClassifier } from './train-classifier.js';

/** Raised when the classifier or its training changes: older files are then not used. */
const VERSION = 3;

/** Where classifiers are kept, and how one is trained. */
export interface ClassifierOptions {
  /** Folder for trained classifiers. */
  readonly cacheDir: string;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The classifier of some pictures: trained the first time, read from the cache afterwards. */
export async function* classifierOf(
  dataset: Dataset,
  { cacheDir, ...options }: ClassifierOptions,
): AsyncGenerator<ClassifierProgress, TrainedClassifier> {
  const key = sha256(JSON.stringify([VERSION, dataset.manifest.hash])).slice(0, 16);
  const path = join(cacheDir, 'classifiers', `lenet-${key}.safetensors`);
  const cached = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw cause;
  });
  if (cached !== undefined) return parse(cached, path);
  const trained = yield* trainClassifier(dataset, options);
  const { weights, ...facts } = trained;
  await writeFileAtomic(path, encodeSafetensors(new Map([['weights', weights]]), { classifier: JSON.stringify(facts) }));
  return trained;
}

function parse(bytes: Uint8Array, path: string): TrainedClassifier {
  const { tensors, metadata } = decodeSafetensors(bytes, path);
  const facts = JSON.parse(metadata.classifier ?? '{}') as Omit<TrainedClassifier, 'weights'>;
  return { ...facts, weights: tensors.get('weights') as HostTensor<'float32'> };
}
