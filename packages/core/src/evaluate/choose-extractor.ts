import type { ImageDataFacts } from '@aigc/plugin-api';
import type { Dataset } from '../data/dataset.js';
import { openDataset } from '../data/open-dataset.js';
import { isPreparedFolder } from '../data/prepared/prepared-manifest.js';
import { type ClassifierOptions, classifierOf } from './classifier/classifier-cache.js';
import type { ClassifierProgress } from './classifier/train-classifier.js';
import type { Extractor } from './extractors/extractor.js';
import { lenetExtractor, lenetSize, randomLenetExtractor } from './extractors/lenet-extractor.js';
import { onnxExtractor, type PixelRange } from './extractors/onnx-extractor.js';

/** Which extractor is asked for. */
export interface ExtractorOptions extends ClassifierOptions {
  /** An ONNX file; without it a LeNet on the classes of the pictures. */
  readonly extractor?: string | undefined;
  readonly extractorRange?: PixelRange | undefined;
  readonly extractorOutput?: string | undefined;
  /** Pictures with classes to train the LeNet on, where the run's have none. */
  readonly labels?: string | undefined;
}

/** Share of the pictures that the classifier is judged on, whatever the run held out. */
const HELD_OUT = 0.1;

/**
 * The extractor that is asked for: an ONNX file, else a LeNet that was trained on the classes, else one with random weights.
 *
 * @param dataset of the run, whose path is `path`
 */
export async function* chooseExtractor(
  dataset: Dataset,
  path: string,
  options: ExtractorOptions,
): AsyncGenerator<ClassifierProgress, Extractor> {
  const { extractor, extractorRange: range, extractorOutput: output, labels, threads } = options;
  if (extractor !== undefined) return onnxExtractor({ path: extractor, range, output, threads });
  const [imageSize, , channels] = dataset.exampleShape as [number, number, 1 | 3];
  const { classes } = dataset.facts as ImageDataFacts;
  if (labels === undefined && classes.length < 2) return randomLenetExtractor(imageSize, channels, threads);
  const labelled = await openLabelled(labels ?? path, imageSize, channels, options.signal);
  return lenetExtractor(yield* classifierOf(labelled, options), threads);
}

/** Pictures with classes in the size that a LeNet takes; prepared ones as they are. */
async function openLabelled(path: string, imageSize: number, channels: 1 | 3, signal: AbortSignal | undefined): Promise<Dataset> {
  const isPrepared = await isPreparedFolder(path);
  return openDataset({
    path,
    request: { kind: 'images', imageSize: isPrepared ? imageSize : lenetSize(imageSize) },
    settings: { validationShare: HELD_OUT, ...(isPrepared ? {} : { color: channels === 1 ? 'grey' : 'rgb' }) },
    signal,
  });
}
