// A worker thread of the CPU renderer.
import { parentPort, workerData } from 'node:worker_threads';
import type { View } from '../renderer.js';
import type { Scene } from '../scene.js';
import { buildStage, FrameDrawer, type Stage } from './frame-drawer.js';

/** What a worker is sent, in this order: `prepare` (one worker only), `stage`, then any number of `draw`. */
export type WorkerTask =
  | { readonly kind: 'prepare' }
  | { readonly kind: 'stage'; readonly stage: Stage }
  | { readonly kind: 'draw'; readonly view: View };

/** What a worker answers to `prepare` and to `draw`. */
export type WorkerAnswer =
  | { readonly kind: 'prepared'; readonly stage: Stage }
  | { readonly kind: 'drawn'; readonly pixels: Uint8Array };

let drawer: FrameDrawer | undefined;

parentPort?.on('message', (task: WorkerTask) => {
  if (task.kind === 'prepare') answer({ kind: 'prepared', stage: buildStage(workerData as Scene) });
  else if (task.kind === 'stage') drawer = new FrameDrawer(task.stage);
  else if (drawer !== undefined) answer({ kind: 'drawn', pixels: drawer.draw(task.view) });
});

function answer(message: WorkerAnswer): void {
  parentPort?.postMessage(message, message.kind === 'drawn' ? [message.pixels.buffer as ArrayBuffer] : []);
}
