import type { Image } from '@aigc/media/image';
import type { Extractor } from './extractors/extractor.js';
import type { FeatureMatrix } from './feature-matrix.js';
import { fitBatch } from './fit-batch.js';

/** Features of some pictures, and class probabilities where the extractor gives them. */
export interface CollectedFeatures {
  readonly features: FeatureMatrix;
  /** float32 `[count, classes]` */
  readonly probabilities: Float32Array | undefined;
}

/** Extracts the features of pictures that come in groups of any size; yields how many are done. */
export async function* collectFeatures(
  groups: AsyncIterable<readonly Image[]>,
  count: number,
  extractor: Extractor,
): AsyncGenerator<number, CollectedFeatures> {
  const { featureSize: size, batchSize, classes } = extractor;
  const data = new Float32Array(count * size);
  const probabilities = classes.length > 0 ? new Float32Array(count * classes.length) : undefined;
  let done = 0;
  let waiting: Image[] = [];
  const flush = async (): Promise<void> => {
    const images = waiting.slice(0, batchSize);
    waiting = waiting.slice(batchSize);
    const extracted = await extractor.extract(await fitBatch(images, extractor));
    data.set(extracted.features.subarray(0, images.length * size), done * size);
    if (extracted.probabilities !== undefined) {
      probabilities?.set(extracted.probabilities.subarray(0, images.length * classes.length), done * classes.length);
    }
    done += images.length;
  };
  for await (const group of groups) {
    waiting.push(...group.slice(0, count - done - waiting.length));
    while (waiting.length >= batchSize) {
      await flush();
      yield done;
    }
    if (done + waiting.length >= count) break;
  }
  while (waiting.length > 0) await flush();
  yield done;
  return { features: { data, count: done, size }, probabilities };
}
