/** Observations older than this, in ms, no longer count: a rate of now, that saving a checkpoint does not upset. */
const WINDOW_MS = 60_000;

/** Steps a second as they are seen from outside, over the last minute. */
export class StepRate {
  #seen: { readonly timeMs: number; readonly step: number }[] = [];

  /** Notes the step that a run has reached. */
  observe(step: number, timeMs: number): void {
    const last = this.#seen.at(-1);
    // rewound, or begun again
    if (last !== undefined && step < last.step) this.#seen = [];
    if (last === undefined || step !== last.step) this.#seen.push({ step, timeMs });
    while (this.#seen.length > 2 && (this.#seen[1]?.timeMs ?? timeMs) < timeMs - WINDOW_MS) this.#seen.shift();
  }

  /** Forgets what was seen, as when a run is stopped. */
  reset(): void {
    this.#seen = [];
  }

  /** Undefined before the second step was seen. */
  get stepsPerSecond(): number | undefined {
    const [first, last] = [this.#seen[0], this.#seen.at(-1)];
    if (first === undefined || last === undefined || last.timeMs <= first.timeMs) return undefined;
    return ((last.step - first.step) * 1000) / (last.timeMs - first.timeMs);
  }
}
