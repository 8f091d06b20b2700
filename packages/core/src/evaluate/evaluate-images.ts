// Code: E-CONFIG-203 a model that draws no pictures.
import { join, resolve } from 'node:path';
import type { Image } from '@aigc/media/image';
import { type ArtifactEvent, InvalidConfigError, type ModelDefinition } from '@aigc/plugin-api';
import { stepName } from '../checkpoint/checkpoint-folder.js';
import type { DataPart, Dataset } from '../data/dataset.js';
import { runRecipe } from '../provenance/run-recipe.js';
import { randomStream } from '../random/random-stream.js';
import type { CheckpointChoice } from '../run/chosen-checkpoint.js';
import { loadTrainedRun, type TrainedRun } from '../run/load-trained-run.js';
import { openRunData } from '../run/open-run-data.js';
import { writeFileAtomic } from '../storage/write-file-atomic.js';
import { chooseExtractor, type ExtractorOptions } from './choose-extractor.js';
import { type CollectedFeatures, collectFeatures } from './collect-features.js';
import type { ImageEvaluation, Judgement } from './evaluation.js';
import { type Extractor, frechetName, kernelName } from './extractors/extractor.js';
import { resizeName } from './fit-batch.js';
import { judgeFeatures, referenceOf } from './judge-features.js';
import { nearestNeighbours } from './nearest-neighbour.js';
import { type Drawn, drawnPictures, realPictures } from './picture-groups.js';

/** What to evaluate, and how. */
export interface EvaluateImagesOptions extends ExtractorOptions {
  readonly runDir: string;
  /** The model that the run was trained with. */
  readonly model: ModelDefinition;
  /** Samples to draw; default 1000. */
  readonly samples?: number | undefined;
  /** Pictures to compare with at most; default 10,000. */
  readonly referenceCount?: number | undefined;
  /** Part of the data to compare with; default `train`. */
  readonly part?: DataPart | undefined;
  /** Also judges the model before its first step. */
  readonly baseline?: boolean | undefined;
  /** Settings of the model's sampler. */
  readonly sampling?: object | undefined;
  readonly checkpoint?: CheckpointChoice | undefined;
  /** Folder for the report and the sheet; default `evaluation` in the run. */
  readonly outDir?: string | undefined;
}

const DEFAULT_SAMPLES = 1000;
const DEFAULT_REFERENCE = 10_000;
/** Samples on the sheet of nearest pictures. */
const SHOWN = 24;

/**
 * Compares samples of a run with the pictures it was trained on: distances of their features, precision and recall, classes and the
 * nearest pictures. Writes `evaluation-STEP-EXTRACTOR.json` and a sheet of samples beside their nearest reference pictures.
 *
 * @throws DatasetError (exit 10) where the data of the run is gone, CheckpointError (exit 11) without a usable checkpoint.
 */
export async function* evaluateImages(options: EvaluateImagesOptions): AsyncGenerator<ArtifactEvent, ImageEvaluation> {
  const { model, signal } = options;
  if (model.sampler === undefined) throw drawsNothing(model.name);
  const trained = await loadTrainedRun(options.runDir, model, options.checkpoint);
  for (const message of trained.warnings) yield { type: 'warning', message };
  const dataset = await openRunData(trained, { model, signal });
  const choosing = chooseExtractor(dataset, trained.run.data.path, options);
  for (;;) {
    const next = await choosing.next();
    if (next.done === true) {
      try {
        return yield* evaluateWith(next.value, trained, dataset, options);
      } finally {
        await next.value.dispose();
      }
    }
    yield { type: 'progress', stage: 'training the classifier', done: next.value.step, total: next.value.steps };
  }
}

async function* evaluateWith(
  extractor: Extractor,
  trained: TrainedRun,
  dataset: Dataset,
  options: EvaluateImagesOptions,
): AsyncGenerator<ArtifactEvent, ImageEvaluation> {
  const { model, samples: wanted = DEFAULT_SAMPLES, part = 'train', sampling, threads } = options;
  const { run, config, checkpoint } = trained;
  const collect = collector(extractor, options.signal);
  const shown = { real: [] as Image[], drawn: [] as Image[] };
  const available = isEndless(dataset, part) ? wanted : dataset.count(part);
  const limit = Math.min(available, options.referenceCount ?? DEFAULT_REFERENCE);
  const { features } = yield* collect('reading real pictures', kept(realPictures(dataset, part), shown.real), limit);
  const reference = referenceOf(features);
  const judge = (collected: CollectedFeatures): Judgement => judgeFeatures(collected, reference, extractor);
  const drawn: Drawn = { model, config, state: trained.state, sampling, threads };
  const collected = yield* collect('drawing samples', kept(drawnPictures(drawn), shown.drawn, SHOWN), wanted);
  const samples = judge(collected);
  const other: DataPart = part === 'train' ? 'validation' : 'train';
  const heldOutCount = Math.min(dataset.count(other), wanted);
  const hasOther = heldOutCount > 1 && part === 'train';
  const heldOut = hasOther
    ? judge(yield* collect('reading held-out pictures', realPictures(dataset, other), heldOutCount))
    : null;
  const fresh = { ...drawn, state: model.initialState(config, randomStream(run.info.seed).fork('weights')) };
  const untrained = options.baseline === true ? judge(yield* collect('drawing untrained', drawnPictures(fresh), wanted)) : null;
  const nearest = nearestNeighbours({ ...collected.features, count: Math.min(SHOWN, wanted) }, reference.features);
  const pairs = shown.drawn.map((image, i) => [image, shown.real[nearest.indices[i] as number] as Image]);
  const outDir = resolve(options.outDir ?? join(options.runDir, 'evaluation'));
  const name = `${stepName(checkpoint.step)}-${extractor.name}`;
  const nearestSheet = join(outDir, `nearest-${name}.png`);
  await writeSheet(nearestSheet, pairs, trained);
  yield { type: 'artifact-written', path: nearestSheet, kind: 'sheet' };
  const evaluation: ImageEvaluation = {
    ...circumstances(extractor, trained, dataset),
    reference: { part, count: features.count, dataHash: run.data.hash },
    samples,
    heldOut,
    untrained,
    nearestSheet,
  };
  const report = join(outDir, `evaluation-${name}.json`);
  await writeFileAtomic(report, `${JSON.stringify(evaluation, undefined, 2)}\n`);
  yield { type: 'artifact-written', path: report, kind: 'evaluation' };
  return evaluation;
}

/** What the figures depend on besides the pictures. */
function circumstances(extractor: Extractor, { run, checkpoint }: TrainedRun, dataset: Dataset) {
  const { name, hash, featureSize, accuracy = null } = extractor;
  return {
    family: run.info.family,
    model: run.info.model,
    step: checkpoint.step,
    extractor: { name, hash, featureSize, accuracy },
    names: { frechet: frechetName(extractor), kernel: kernelName(extractor) },
    resize: resizeName(dataset.exampleShape[0] as number, extractor),
  };
}

/** Collects features and tells how far it is. */
function collector(extractor: Extractor, signal: AbortSignal | undefined) {
  return async function* collect(
    stage: string,
    groups: AsyncIterable<readonly Image[]>,
    total: number,
  ): AsyncGenerator<ArtifactEvent, CollectedFeatures> {
    const collecting = collectFeatures(groups, total, extractor);
    for (;;) {
      signal?.throwIfAborted();
      const next = await collecting.next();
      if (next.done === true) return next.value;
      yield { type: 'progress', stage, done: next.value, total };
    }
  };
}

/** Passes pictures on and keeps the first `limit` of them. */
async function* kept(groups: AsyncIterable<Image[]>, into: Image[], limit = DEFAULT_REFERENCE): AsyncGenerator<Image[]> {
  for await (const group of groups) {
    into.push(...group.slice(0, limit - into.length));
    yield group;
  }
}

/** Squares at random places of large pictures: there are always more of them. */
function isEndless({ manifest }: Dataset, part: DataPart): boolean {
  return part === 'train' && manifest.reading.crops === true;
}

async function writeSheet(path: string, pairs: readonly (readonly Image[])[], { run, checkpoint }: TrainedRun): Promise<void> {
  const { contactSheet, encodePng } = await import('@aigc/media/image');
  const recipe = runRecipe('evaluate', run, checkpoint, { pairs: pairs.length });
  const sheet = contactSheet(pairs.flat(), { columns: 12 });
  await writeFileAtomic(path, await encodePng(sheet, { text: { aigc: JSON.stringify(recipe) } }));
}

function drawsNothing(model: string): InvalidConfigError {
  return new InvalidConfigError('E-CONFIG-203', `the model ${model} draws no pictures to evaluate`, {
    hints: ['its family may have a command of its own: aigc evaluate --help'],
  });
}
