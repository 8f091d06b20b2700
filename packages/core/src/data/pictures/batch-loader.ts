import { Worker } from 'node:worker_threads';
import { DatasetError } from '@aigc/plugin-api';
import type { Square } from './choose-squares.js';
import { type BatchLayout, loadBatch } from './load-batch.js';
import type { PictureStore, SharedPictures } from './picture-store.js';

/** Makes batches, here or in a thread of its own. */
export interface BatchLoader {
  /** float32 [B, size, size, channels] in [-1, 1]. */
  load(squares: readonly Square[]): Promise<Float32Array>;
}

/** What the thread is asked for. */
export interface BatchRequest {
  readonly id: number;
  readonly squares: readonly Square[];
}

/** What it answers. */
export type BatchAnswer =
  | { readonly id: number; readonly batch: Float32Array }
  | {
      readonly id: number;
      readonly error: {
        readonly code: string;
        readonly message: string;
        readonly path?: string | undefined;
        readonly hints: readonly string[];
      };
    };

/** What the thread starts with. */
export interface BatchWorkerData {
  readonly pictures: SharedPictures;
  readonly layout: BatchLayout;
}

// From `src` and from `dist` alike this is the built file.
const WORKER = new URL('../../../dist/data/pictures/batch-worker.js', import.meta.url);
/** Values of a batch, times what is done to each, below which it is made sooner than it is passed between threads. */
const WORTH_A_THREAD = 250_000;

/**
 * A loader for training batches of `batchSize`. A native step holds up the main thread, and with it all reading and
 * augmenting: batches that come from disk, or take more than about a millisecond, are made in a thread beside it.
 */
export function openBatchLoader(store: PictureStore, layout: BatchLayout, batchSize: number): BatchLoader {
  const work = batchSize * layout.size ** 2 * layout.channels * (1 + 4 * Object.keys(layout.augment).length);
  const pictures = store.share();
  const isWorthIt = pictures.kind === 'prepared' || work >= WORTH_A_THREAD;
  return isWorthIt ? new ThreadLoader(pictures, layout) : { load: (squares) => loadBatch(store, squares, layout) };
}

interface Waiting {
  readonly resolve: (batch: Float32Array) => void;
  readonly reject: (error: unknown) => void;
}

/** Batches from a thread; it ends with the process, which it holds up only while a batch is under way. */
export class ThreadLoader implements BatchLoader {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private count = 0;
  private failure: unknown;

  constructor(pictures: SharedPictures, layout: BatchLayout) {
    const workerData: BatchWorkerData = { pictures, layout };
    this.worker = new Worker(WORKER, { workerData });
    this.worker.unref();
    this.worker.on('message', (answer: BatchAnswer) => this.take(answer));
    this.worker.on('error', (error) => this.fail(error));
    this.worker.on('exit', (code) => this.fail(new Error(`the thread that makes batches ended with ${code}`)));
  }

  load(squares: readonly Square[]): Promise<Float32Array> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    const id = this.count++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.ref();
      this.worker.postMessage({ id, squares } satisfies BatchRequest);
    });
  }

  /** Ends the thread; batches under way are rejected. */
  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private take(answer: BatchAnswer): void {
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (this.waiting.size === 0) this.worker.unref();
    if ('batch' in answer) {
      waiting?.resolve(answer.batch);
      return;
    }
    const { code, message, path, hints } = answer.error;
    waiting?.reject(new DatasetError(code as `E-DATA-${string}`, message, path === undefined ? { hints } : { path, hints }));
  }

  private fail(error: unknown): void {
    this.failure ??= error;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
