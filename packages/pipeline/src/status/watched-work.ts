import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { plansFolder } from '../plan-record.js';
import { ResultStore } from '../result-store.js';
import { FolderChange } from './folder-change.js';
import type { PipelineStatus } from './pipeline-status.js';
import { WatchedPlan } from './watched-plan.js';

/** The work folder of pipelines, looked at from outside again and again while processes of any machine work in it. */
export class WatchedWork {
  readonly #store: ResultStore;
  readonly #plans = new Map<string, WatchedPlan>();
  #finished: ReadonlySet<string> = new Set();
  readonly #results: FolderChange;

  constructor(root: string) {
    this.#store = new ResultStore(root);
    this.#results = new FolderChange(join(root, 'results'));
  }

  /** All its pipelines at this moment; none where the folder has gone. */
  async poll(nowMs: number): Promise<PipelineStatus[]> {
    const folder = plansFolder(this.#store.root);
    const names = await readdir(folder).catch((): string[] => []);
    for (const name of this.#plans.keys()) if (!names.includes(name)) this.#plans.delete(name);
    if (names.length > 0 && (await this.#results.look())) this.#finished = await this.#store.finished();
    const states = await Promise.all(names.map((name) => this.#plan(folder, name).poll(this.#finished, nowMs)));
    return states.filter((state) => state !== undefined);
  }

  #plan(folder: string, name: string): WatchedPlan {
    const plan = this.#plans.get(name) ?? new WatchedPlan(join(folder, name), this.#store);
    this.#plans.set(name, plan);
    return plan;
  }
}
