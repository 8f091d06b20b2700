import type { DataRequest } from '@aigc/plugin-api';
import type { DataSettings, Dataset } from './dataset.js';
import { openImageDataset } from './image-dataset.js';
import { openTextDataset } from './text-dataset.js';

/** What to read besides the settings. */
export interface OpenDatasetOptions {
  /** A folder, an archive or a packed file of images, or text; or what `aigc data prepare` wrote. */
  readonly path: string;
  readonly request: DataRequest;
  readonly settings: DataSettings;
  /** `tokenizer.json` of the run that goes on. */
  readonly tokenizer?: string | undefined;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Reads and checks the data that a model asks for. @throws DatasetError (exit 10) where it cannot be used. */
export function openDataset({ path, request, settings, tokenizer, ...progress }: OpenDatasetOptions): Promise<Dataset> {
  if (request.kind === 'text') return openTextDataset(path, { request, settings, stored: tokenizer });
  return openImageDataset(path, request, settings, progress);
}
