import { stat } from 'node:fs/promises';

/** File systems count time in steps of up to two seconds: within one, a second change leaves no trace. */
const STEP_MS = 2000;

/** Tells whether the entries of a folder may have changed since the last look, by its time alone. */
export class FolderChange {
  readonly #path: string;
  #knownMs = Number.NaN;

  constructor(path: string) {
    this.#path = path;
  }

  /** True at the first look, after a change, and while a change is too fresh to tell it from another. */
  async look(): Promise<boolean> {
    const changedMs = await stat(this.#path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    if (changedMs === this.#knownMs) return false;
    this.#knownMs = Date.now() - changedMs > STEP_MS ? changedMs : Number.NaN;
    return true;
  }
}
