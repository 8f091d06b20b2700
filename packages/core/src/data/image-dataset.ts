// Code: E-CONFIG-122 prepared data does not fit.
import {
  type ImageDataFacts,
  type ImageDataRequest,
  type InputSpec,
  InvalidConfigError,
  type Named,
  ShapeMismatchError,
} from '@aigc/plugin-api';
import type { AugmentSettings } from './augment/augmentations.js';
import type { BadFile } from './bad-file.js';
import { type DataManifest, dataHash } from './data-manifest.js';
import type { BatchReader, DataPart, DataSettings, Dataset, ReaderOptions } from './dataset.js';
import type { HoldOut } from './held-out.js';
import { everySquare, randomSquares, type Square } from './pictures/choose-squares.js';
import { classesOf } from './pictures/classes.js';
import { readIntoMemory } from './pictures/memory-pictures.js';
import { openPictureReader } from './pictures/picture-reader.js';
import { channelsOf, type PictureStore } from './pictures/picture-store.js';
import { picturesWaves } from './pictures/picture-waves.js';
import { IMAGE_FILES, type PicturePolicy, type ReadProgress } from './pictures/read-pictures.js';
import { type Region, splitPictures } from './pictures/split-pictures.js';
import { isPreparedFolder, readPrepared } from './prepared/prepared-manifest.js';
import { PreparedPictures } from './prepared/prepared-pictures.js';
import { openSource } from './sources/open-source.js';

const BLACK = [0, 0, 0] as const;
const SHOWN_SKIPPED = 5;

/**
 * Pictures as data: squares of one size, classes from the names of subfolders, a part held out by the files' hashes. A folder that
 * `aigc data prepare` wrote is used as it is; everything else is decoded into memory.
 *
 * @throws DatasetError (exit 10) when there is nothing to read or too much of it is broken; InvalidConfigError where prepared
 * data is not what the model or the settings ask for.
 */
export async function openImageDataset(
  path: string,
  request: ImageDataRequest,
  settings: DataSettings,
  progress: ReadProgress,
): Promise<Dataset> {
  const { validationShare = 0, holdOut = 'hash', augment = {} } = settings;
  const policy = policyOf(request, settings);
  const reading = { policy, validationShare, holdOut, augment };
  if (await isPreparedFolder(path)) {
    const manifest = await readPrepared(path);
    checkPrepared(path, manifest.policy, request, settings);
    const prepared = new PreparedPictures(path, manifest);
    const waves = await picturesWaves(prepared, manifest.policy.crops);
    return new ImageDataset(prepared, manifest.skipped, { ...reading, policy: manifest.policy, waves });
  }
  const source = await openSource(path, { ...IMAGE_FILES, include: settings.include });
  const store = await readIntoMemory(source, { policy, maxBad: settings.maxBad, ...progress });
  return new ImageDataset(store, store.skipped, { ...reading, waves: await picturesWaves(store, policy.crops) });
}

function policyOf({ imageSize, crops }: ImageDataRequest, settings: DataSettings): PicturePolicy {
  const { background = BLACK, fit = 'cover', color = 'auto' } = settings;
  return { size: imageSize, fit, background, color, crops: settings.crops ?? crops ?? false };
}

/** Prepared pictures have one form; only what was said on purpose can contradict it. */
function checkPrepared(path: string, prepared: PicturePolicy, request: ImageDataRequest, settings: DataSettings): void {
  const { fit, background, color } = settings;
  const asked = { size: request.imageSize, fit, background, color, crops: settings.crops ?? request.crops ?? false };
  for (const [name, value] of Object.entries(asked)) {
    const has = prepared[name as keyof PicturePolicy];
    if (value === undefined || JSON.stringify(value) === JSON.stringify(has)) continue;
    const flag = name === 'size' ? `--image-size ${has}` : undefined;
    throw new InvalidConfigError('E-CONFIG-122', `the data was prepared with ${name} ${has}, not ${value}`, {
      path,
      hints: [flag === undefined ? `leave out --${name}` : `train with ${flag}`, 'or prepare it again with `aigc data prepare`'],
    });
  }
}

/** What decides the examples besides the files. */
interface Reading {
  readonly policy: PicturePolicy;
  readonly validationShare: number;
  readonly holdOut: HoldOut;
  readonly augment: AugmentSettings;
  readonly waves: ImageDataFacts['waves'];
}

class ImageDataset implements Dataset {
  readonly facts: ImageDataFacts;
  readonly manifest: DataManifest;
  readonly warnings: readonly string[];
  readonly exampleShape: readonly [number, number, 1 | 3];
  readonly files = {};
  private readonly store: PictureStore;
  private readonly labels: Int32Array;
  private readonly train: readonly Region[];
  private readonly validation: readonly Square[];
  private readonly augment: AugmentSettings;

  constructor(store: PictureStore, skipped: readonly BadFile[], { policy, validationShare, holdOut, augment, waves }: Reading) {
    const { pictures } = store;
    const { size, crops } = policy;
    const channels = channelsOf(pictures);
    this.store = store;
    this.augment = augment;
    const parts = splitPictures(pictures, { validationShare, holdOut, cropSize: crops ? size : undefined });
    this.train = parts.train;
    this.validation = everySquare(pictures, parts.validation, size);
    const { classes, labels } = classesOf(pictures.map(({ path }) => path));
    this.labels = labels;
    this.facts = { kind: 'images', count: this.train.length, channels, classes, ...(waves && { waves }) };
    this.exampleShape = [size, size, channels];
    const reading = { ...policy, channels, validationShare, ...(holdOut === 'hash' ? {} : { holdOut }), augment };
    const files = pictures.map(({ path, sha256 }) => ({ path, sha256 }));
    const described = { kind: 'images', reading, files } as const;
    this.manifest = { data: 1, hash: dataHash(described), ...described, skipped };
    this.warnings = skippedWarnings(skipped);
  }

  count(part: DataPart): number {
    return this[part].length;
  }

  openReader(specs: Named<InputSpec>, { part, stream }: ReaderOptions): BatchReader {
    const batchSize = batchSizeOf(specs);
    const fed = Object.entries(specs).filter(([, { source }]) => source === 'images' || source === 'labels');
    for (const [name, spec] of fed) this.check(name, spec, batchSize);
    const [size, , channels] = this.exampleShape;
    const { store, validation, labels } = this;
    const isTraining = part === 'train';
    const random = randomSquares({ pictures: store.pictures, regions: this.train, size }, stream);
    const inOrder = (index: number): readonly Square[] =>
      Array.from({ length: batchSize }, (_, i) => validation[(index * batchSize + i) % validation.length] as Square);
    return openPictureReader({
      store,
      labels,
      fed: Object.fromEntries(fed),
      batchSize,
      batches: isTraining ? Number.POSITIVE_INFINITY : Math.ceil(validation.length / batchSize),
      squares: (index) => (isTraining ? random(index, batchSize) : inOrder(index)),
      layout: { size, channels, augment: isTraining ? this.augment : {} },
    });
  }

  private check(name: string, { shape, source }: InputSpec, batchSize: number): void {
    const expected = source === 'images' ? [batchSize, ...this.exampleShape] : [batchSize];
    if (shape.join() === expected.join()) return;
    const wanted = `[${expected.join(', ')}], the shape of the data`;
    throw new ShapeMismatchError(`trainInputs: ${name}`, wanted, `[${shape.join(', ')}]`);
  }
}

function skippedWarnings(skipped: readonly BadFile[]): string[] {
  const shown = skipped.slice(0, SHOWN_SKIPPED).map((file) => `skipped ${file.path}: ${file.reason}`);
  const more = skipped.length - shown.length;
  return more === 0 ? shown : [...shown, `skipped ${more} more; \`aigc data inspect\` lists them`];
}

function batchSizeOf(specs: Named<InputSpec>): number {
  const batchSize = Object.values(specs).find(({ source }) => source === 'images')?.shape[0];
  if (batchSize === undefined) throw new ShapeMismatchError('trainInputs', 'an input of images', 'none');
  return batchSize;
}
