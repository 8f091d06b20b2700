import type { InputSpec, Named } from '@aigc/plugin-api';
import type { BatchReader, Dataset } from '../data/dataset.js';

/** How examples are counted. */
export interface ItemCount {
  readonly batchSize: number;
  readonly itemsPerStep: number;
  readonly itemUnit: 'images' | 'tokens';
  readonly exampleShape: readonly number[];
}

/** Pictures or tokens in a step that reads these inputs. */
export function itemCount(dataset: Dataset, { batchSize }: BatchReader, specs: Named<InputSpec>): ItemCount {
  if (dataset.facts.kind === 'images') {
    return { batchSize, itemsPerStep: batchSize, itemUnit: 'images', exampleShape: dataset.exampleShape };
  }
  const stretch = Object.values(specs).find(({ source }) => source === 'tokens')?.shape[1] ?? 1;
  // the first token of a stretch is read, not predicted
  const length = stretch - 1;
  return { batchSize, itemsPerStep: batchSize * length, itemUnit: 'tokens', exampleShape: [length] };
}
