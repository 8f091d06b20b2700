import { type DataPart, type Dataset, heldOut, isPreparedFolder, openDataset, openRunData, randomStream } from '@aigc/core';
import type { HostTensor } from '@aigc/plugin-api';
import type { VaeRun } from './open-vae-run.js';

/** Pictures in the form that a run's model takes. */
export interface Pictures {
  readonly count: number;
  /** Path of each in its folder, in reading order; empty where they are read in another order. */
  readonly names: readonly string[];
  /** Batches of one pass; the last one is filled up from the start. */
  batches(size: number): AsyncGenerator<PictureBatch>;
}

/** Some pictures, one after another. */
export interface PictureBatch {
  /** Index of the first picture. */
  readonly first: number;
  /** Pictures that are not filling. */
  readonly count: number;
  /** float32 `[size, S, S, C]` in [-1, 1]. */
  readonly images: HostTensor<'float32'>;
}

/**
 * All pictures of a folder or archive, in the order of their paths, grey or in colour as the model takes them.
 *
 * @throws DatasetError (exit 10) where they cannot be read.
 */
export async function openPictures({ model, config }: VaeRun, path: string, signal?: AbortSignal): Promise<Pictures> {
  const color = (await isPreparedFolder(path)) ? undefined : config.channels === 1 ? 'grey' : 'rgb';
  // what is held out is read in order: all of it
  const dataset = await openDataset({ path, request: model.data(config), settings: { validationShare: 1, color }, signal });
  const names = dataset.manifest.files.map((file) => file.path);
  // a single picture cannot be held out
  return picturesOf(dataset, dataset.count('validation') > 0 ? 'validation' : 'train', names);
}

/**
 * A part of the data that the run was trained on: the held-out one in order, the other one shuffled.
 *
 * @throws DatasetError (exit 10) where the data is gone or has changed.
 */
export async function openRunPictures(run: VaeRun, part: DataPart, signal?: AbortSignal): Promise<Pictures> {
  const dataset = await openRunData(run, { model: run.model, signal });
  return picturesOf(dataset, part, part === 'validation' ? heldOutNames(dataset) : []);
}

function heldOutNames({ manifest }: Dataset): string[] {
  const { validation } = heldOut(manifest.files, manifest.reading.validationShare as number);
  return Array.from(validation, (index) => manifest.files[index]?.path as string);
}

function picturesOf(dataset: Dataset, part: DataPart, names: readonly string[]): Pictures {
  const count = dataset.count(part);
  const stream = randomStream(0).fork(part);
  async function* batches(size: number): AsyncGenerator<PictureBatch> {
    const images = { shape: [size, ...dataset.exampleShape], dtype: 'float32', source: 'images' } as const;
    const reader = dataset.openReader({ images }, { part, stream });
    for (let index = 0; index * size < count; index++) {
      const batch = (await reader.read(index)).images as HostTensor<'float32'>;
      yield { first: index * size, count: Math.min(size, count - index * size), images: batch };
    }
  }
  return { count, names, batches };
}
