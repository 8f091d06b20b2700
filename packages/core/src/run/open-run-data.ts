// Code: E-DATA-007 other files than a run was trained on.
import { DatasetError, type ModelDefinition } from '@aigc/plugin-api';
import type { DataSettings, Dataset } from '../data/dataset.js';
import { openDataset } from '../data/open-dataset.js';
import type { TrainedRun } from './load-trained-run.js';

/** How the data of a run is read again. */
export interface OpenRunDataOptions {
  readonly model: ModelDefinition;
  /** What differs from the run's own settings. */
  readonly settings?: DataSettings | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the pictures that a run was trained on, split as they were, without random changes.
 *
 * @throws DatasetError E-DATA-007 where they are no longer the same, another (exit 10) where they cannot be read.
 */
export async function openRunData({ run, config }: TrainedRun, options: OpenRunDataOptions): Promise<Dataset> {
  const { model, settings, onProgress, signal } = options;
  const { path, files } = run.data;
  const dataset = await openDataset({
    path,
    request: model.data(config),
    settings: { ...run.data.settings, augment: undefined, ...settings },
    signal,
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const found = dataset.manifest.files;
  if (found.length === files.length && found.every(({ sha256 }, i) => sha256 === files[i]?.sha256)) return dataset;
  throw new DatasetError('E-DATA-007', 'the data is not what the run was trained on', {
    path,
    hints: ['restore the files'],
  });
}
