// Codes: E-DATA-301 colour for a grey model, -302 the run's data has changed.
import { type DataPart, type DataSettings, type Dataset, openDataset, randomStream } from '@aigc/core';
import { DatasetError, type HostTensor, type ImageDataFacts } from '@aigc/plugin-api';
import type { VaeRun } from './open-vae-run.js';

/** Pictures in the form that a run's model takes. */
export interface Pictures {
  readonly count: number;
  /** Path of each in its folder, in reading order; empty where they are read in another order. */
  readonly names: readonly string[];
  /** Batches of one pass; the last one is filled up from the start. */
  batches(size: number): AsyncGenerator<PictureBatch>;
}

export interface PictureBatch {
  /** Index of the first picture. */
  readonly first: number;
  /** Pictures that are not filling. */
  readonly count: number;
  /** float32 `[size, S, S, C]` in [-1, 1]. */
  readonly images: HostTensor<'float32'>;
}

/** Everything is held out, and so is read in order. */
const ALL_IN_ORDER: DataSettings = { validationShare: 1 };

/**
 * All pictures of a folder or archive, in the order of their paths.
 *
 * @throws DatasetError (exit 10) where they cannot be read, or are in colour and the model is grey.
 */
export async function openPictures(run: VaeRun, path: string, signal?: AbortSignal): Promise<Pictures> {
  const dataset = await openDataset({ path, request: run.model.data(run.config), settings: ALL_IN_ORDER, signal });
  const names = dataset.manifest.files.map((file) => file.path);
  return picturesOf(run, dataset, { part: 'validation', names });
}

/**
 * A part of the data that the run was trained on: the held-out one in order, the other one shuffled.
 *
 * @throws DatasetError (exit 10) where the data is gone or has changed.
 */
export async function openRunPictures(run: VaeRun, part: DataPart, signal?: AbortSignal): Promise<Pictures> {
  const { path, settings, hash } = run.run.data;
  const dataset = await openDataset({ path, request: run.model.data(run.config), settings, signal });
  if (dataset.manifest.hash !== hash) {
    throw new DatasetError('E-DATA-302', 'the pictures are not those that the run was trained on', {
      path,
      hints: ['restore them, or name a folder'],
    });
  }
  return picturesOf(run, dataset, { part, names: [] });
}

function picturesOf(run: VaeRun, dataset: Dataset, { part, names }: { part: DataPart; names: readonly string[] }): Pictures {
  const { imageSize, channels } = run.config;
  const found = (dataset.facts as ImageDataFacts).channels;
  if (found > channels) {
    throw new DatasetError('E-DATA-301', 'some pictures are in colour, and the model was trained on grey ones', {
      hints: ['convert them to grey'],
    });
  }
  const count = dataset.count(part);
  const stream = randomStream(0).fork(part);
  async function* batches(size: number): AsyncGenerator<PictureBatch> {
    const images = { shape: [size, imageSize, imageSize, found], dtype: 'float32', source: 'images' } as const;
    const reader = dataset.openReader({ images }, { part, stream });
    for (let index = 0; index * size < count; index++) {
      const batch = (await reader.read(index)).images as HostTensor<'float32'>;
      yield { first: index * size, count: Math.min(size, count - index * size), images: withChannels(batch, channels) };
    }
  }
  return { count, names, batches };
}

/** Grey pictures as three equal channels where the model wants them. */
function withChannels(batch: HostTensor<'float32'>, channels: 1 | 3): HostTensor<'float32'> {
  const [size, height, width, found] = batch.shape as [number, number, number, number];
  if (found === channels) return batch;
  const data = new Float32Array(batch.data.length * channels);
  batch.data.forEach((value, i) => {
    data.fill(value, i * channels, (i + 1) * channels);
  });
  return { shape: [size, height, width, channels], dtype: 'float32', data };
}
