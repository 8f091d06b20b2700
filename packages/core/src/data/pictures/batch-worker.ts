// The thread behind ThreadLoader: takes squares, answers with batches.
import { parentPort, workerData } from 'node:worker_threads';
import { AigcError } from '@aigc/plugin-api';
import { PreparedPictures } from '../prepared/prepared-pictures.js';
import type { BatchAnswer, BatchRequest, BatchWorkerData } from './batch-loader.js';
import { loadBatch, type PixelReader } from './load-batch.js';

const { pictures: shared, layout } = workerData as BatchWorkerData;
const store = open();

function open(): PixelReader {
  if (shared.kind === 'memory') return { pictures: shared.pictures, read: (index) => shared.pixels[index] as Uint8Array };
  const prepared = new PreparedPictures(shared.folder, shared.manifest);
  return { pictures: prepared.pictures, read: (index) => prepared.readNow(index) };
}

parentPort?.on('message', async ({ id, squares }: BatchRequest) => {
  try {
    const batch = await loadBatch(store, squares, layout);
    parentPort?.postMessage({ id, batch } satisfies BatchAnswer, [batch.buffer as ArrayBuffer]);
  } catch (error) {
    if (!AigcError.isInstance(error)) throw error;
    const { code, message, path, hints } = error;
    parentPort?.postMessage({ id, error: { code, message, path, hints } } satisfies BatchAnswer);
  }
});
