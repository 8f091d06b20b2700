const MAX_POINTS = 120;

/** The course of one metric over a whole run in less than 120 points: as they are used up, neighbours are averaged in pairs. */
export class MetricHistory {
  #points: number[] = [];
  #stepsPerPoint = 1;
  #pending: number[] = [];

  add(value: number): void {
    this.#pending.push(value);
    if (this.#pending.length < this.#stepsPerPoint) return;
    this.#points.push(mean(this.#pending));
    this.#pending = [];
    if (this.#points.length < MAX_POINTS) return;
    this.#points = Array.from({ length: MAX_POINTS / 2 }, (_, i) => mean(this.#points.slice(2 * i, 2 * i + 2)));
    this.#stepsPerPoint *= 2;
  }

  /** Oldest first. */
  get points(): readonly number[] {
    return this.#points;
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
