/** Limits of a run that its clock watches. */
export interface RunLimits {
  readonly startStep: number;
  readonly totalSteps: number | undefined;
  readonly budgetS: number | undefined;
  /** Pictures or tokens a step. */
  readonly itemsPerStep: number;
}

/** Speed and time left, as a step-end event tells them. */
export interface RunSpeed {
  readonly itemsPerSecond: number;
  readonly waitShare: number;
  readonly elapsedS: number;
  readonly etaS: number;
}

// Steps whose slowest stands for the next one, when the budget is nearly used up.
const REMEMBERED_STEPS = 5;

/** Times the steps of a run and says when its budget is used up. */
export class RunClock {
  private readonly now: () => number;
  private readonly commandStart: number;
  private readonly limits: RunLimits;
  private readonly trainStart: number;
  private readonly recentMs: number[] = [];
  private waitedMs = 0;

  /** `commandStart` is when the command began, on the same clock: the budget counts from there. */
  constructor(now: () => number, commandStart: number, limits: RunLimits) {
    this.now = now;
    this.commandStart = commandStart;
    this.limits = limits;
    this.trainStart = now();
  }

  /** Notes how long a step took. */
  stepTook(milliseconds: number): void {
    this.recentMs.push(milliseconds);
    if (this.recentMs.length > REMEMBERED_STEPS) this.recentMs.shift();
  }

  /** Notes how long steps have waited for data so far. */
  waitedInAll(milliseconds: number): void {
    this.waitedMs = milliseconds;
  }

  /** True when one more step and then `reserveMs` for saving would pass the budget. */
  isBudgetUsed(reserveMs: number): boolean {
    return this.leftMs(reserveMs) < this.nextMs;
  }

  /** Steps that the budget still holds before `reserveMs` for saving. */
  stepsInBudget(reserveMs: number): number {
    const leftMs = this.leftMs(reserveMs);
    return this.nextMs === 0 ? Number.POSITIVE_INFINITY : Math.floor(leftMs / this.nextMs);
  }

  /** What a step is taken to cost: as much as the slowest of the last. */
  private get nextMs(): number {
    return Math.max(0, ...this.recentMs);
  }

  private leftMs(reserveMs: number): number {
    const { budgetS } = this.limits;
    if (budgetS === undefined) return Number.POSITIVE_INFINITY;
    return budgetS * 1000 - reserveMs - (this.now() - this.commandStart);
  }

  /**
   * Speed since training began, waits for data and saving included. The time left is infinite without a limit.
   *
   * @param now when the step ended, on the clock of the run
   */
  speed(step: number, now = this.now()): RunSpeed {
    const { startStep, totalSteps, budgetS, itemsPerStep } = this.limits;
    const elapsedS = (now - this.trainStart) / 1000;
    const done = step - startStep;
    const bySteps = totalSteps === undefined || done === 0 ? Number.POSITIVE_INFINITY : (elapsedS / done) * (totalSteps - step);
    const byBudget = budgetS === undefined ? Number.POSITIVE_INFINITY : budgetS - (now - this.commandStart) / 1000;
    const itemsPerSecond = elapsedS > 0 ? (done * itemsPerStep) / elapsedS : 0;
    const waitShare = elapsedS > 0 ? Math.min(1, this.waitedMs / (elapsedS * 1000)) : 0;
    return { itemsPerSecond, waitShare, elapsedS, etaS: Math.max(0, Math.min(bySteps, byBudget)) };
  }
}
