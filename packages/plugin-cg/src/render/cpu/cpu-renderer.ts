import { Worker } from 'node:worker_threads';
import type { Renderer, View } from '../renderer.js';
import type { Scene } from '../scene.js';
import type { WorkerAnswer, WorkerTask } from './render-worker.js';

interface Job {
  readonly view: View;
  readonly resolve: (pixels: Uint8Array) => void;
  readonly reject: (cause: unknown) => void;
}

// Tests run from the sources; a thread needs the compiled file, which is built before them.
const WORKER = new URL('./render-worker.js', import.meta.url.replace(/\/src\/render\/cpu\/[^/]*$/, '/dist/render/cpu/'));

/**
 * Draws without a graphics card, on worker threads that share one copy of the scene. The bytes of a picture do not depend on the
 * number of threads.
 */
export class CpuRenderer implements Renderer {
  readonly description: string;
  readonly concurrency: number;
  readonly #workers: Worker[] = [];
  readonly #idle: Worker[] = [];
  readonly #waiting: Job[] = [];
  readonly #running = new Map<Worker, Job>();
  #failure: unknown;

  /** @param threads 1 or more */
  constructor(scene: Scene, threads: number) {
    this.description = `CPU, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
    this.concurrency = threads;
    for (let index = 0; index < threads; index++) this.#start(scene);
    // Preparing the light takes some tenths of a second: done once, and not on the thread that listens to the user.
    this.#send(this.#workers[0] as Worker, { kind: 'prepare' });
  }

  /** @throws Error when a thread has died. */
  render(view: View): Promise<Uint8Array> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ view, resolve, reject });
      this.#assign();
    });
  }

  async close(): Promise<void> {
    this.#fail(new Error('the renderer was closed'));
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #start(scene: Scene): void {
    const worker = new Worker(WORKER, { workerData: scene });
    worker.on('message', (answer: WorkerAnswer) => {
      if (answer.kind === 'prepared') {
        for (const each of this.#workers) this.#send(each, { kind: 'stage', stage: answer.stage });
        this.#idle.push(...this.#workers);
      } else {
        this.#running.get(worker)?.resolve(answer.pixels);
        this.#running.delete(worker);
        this.#idle.push(worker);
      }
      this.#assign();
    });
    worker.once('error', (cause) => this.#fail(cause));
    worker.once('exit', (code) => this.#fail(new Error(`a render thread ended with ${code}`)));
    this.#workers.push(worker);
  }

  #send(worker: Worker, task: WorkerTask): void {
    worker.postMessage(task);
  }

  #assign(): void {
    while (this.#idle.length > 0 && this.#waiting.length > 0) {
      const worker = this.#idle.shift() as Worker;
      const job = this.#waiting.shift() as Job;
      this.#running.set(worker, job);
      this.#send(worker, { kind: 'draw', view: job.view });
    }
  }

  #fail(cause: unknown): void {
    this.#failure ??= cause;
    for (const job of [...this.#waiting.splice(0), ...this.#running.values()]) job.reject(cause);
    this.#running.clear();
  }
}
