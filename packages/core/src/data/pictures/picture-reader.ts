import type { HostTensor, InputSpec, Named } from '@aigc/plugin-api';
import type { BatchReader } from '../dataset.js';
import { type BatchLoader, openBatchLoader } from './batch-loader.js';
import type { Square } from './choose-squares.js';
import { type BatchLayout, loadBatch } from './load-batch.js';
import type { PictureStore } from './picture-store.js';

/** What a reader reads, and how it is chosen. */
export interface PictureReaderOptions {
  readonly store: PictureStore;
  /** Of each picture. */
  readonly labels: Int32Array;
  /** Inputs with the source `images` or `labels`. */
  readonly fed: Named<InputSpec>;
  readonly batchSize: number;
  readonly batches: number;
  readonly squares: (index: number) => readonly Square[];
  readonly layout: BatchLayout;
}

/** Reads batches of squares; while one is used, the next ones are made ready. */
export function openPictureReader(options: PictureReaderOptions): BatchReader {
  return new PictureReader(options);
}

class PictureReader implements BatchReader {
  readonly batchSize: number;
  readonly batches: number;
  private readonly options: PictureReaderOptions;
  private readonly loader: BatchLoader;
  private readonly ready = new Map<number, Promise<Named<HostTensor>>>();
  private waited = 0;

  constructor(options: PictureReaderOptions) {
    this.options = options;
    const { store, layout, batchSize, batches } = options;
    // held-out data is read now and then: no thread waits for that
    this.loader = Number.isFinite(batches)
      ? { load: (squares) => loadBatch(store, squares, layout) }
      : openBatchLoader(store, layout, batchSize);
    this.batchSize = options.batchSize;
    this.batches = options.batches;
  }

  get waitMs(): number {
    return this.waited;
  }

  async read(index: number, ahead = 1): Promise<Named<HostTensor>> {
    const start = performance.now();
    const inputs = await (this.ready.get(index) ?? this.load(index));
    this.prepare(index + 1, index + ahead);
    this.waited += performance.now() - start;
    return inputs;
  }

  /** Makes batches `first` to `last` ready, and forgets others. */
  private prepare(first: number, last: number): void {
    for (const index of this.ready.keys()) if (index < first || index > last) this.ready.delete(index);
    for (let index = first; index <= last && index < this.batches; index++) {
      if (this.ready.has(index)) continue;
      const inputs = this.load(index);
      // a failure is met by the read of this batch, if there is one
      inputs.catch(() => {});
      this.ready.set(index, inputs);
    }
  }

  private async load(index: number): Promise<Named<HostTensor>> {
    const { labels, fed } = this.options;
    const squares = this.options.squares(index);
    const inputs: { [name: string]: HostTensor } = {};
    for (const [name, { shape, source }] of Object.entries(fed)) {
      inputs[name] =
        source === 'images'
          ? { shape, dtype: 'float32', data: await this.loader.load(squares) }
          : { shape, dtype: 'int32', data: Int32Array.from(squares, ({ picture }) => labels[picture] as number) };
    }
    return inputs;
  }
}
