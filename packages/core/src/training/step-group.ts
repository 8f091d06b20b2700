/** The longest that a call of the device may take: nothing else runs meanwhile, and Ctrl-C waits for its end. */
const CALL_MS = 100;
/** Of steps so short, more save nothing. */
const MAX_STEPS = 100;

/** Decides how many steps are made in one call of the device: as many as its time allows, by what the last ones took. */
export class StepGroup {
  private readonly max: number;
  private size = 1;

  constructor(canGroup: boolean) {
    this.max = canGroup ? MAX_STEPS : 1;
  }

  /** Steps to make now: at least one, and no more than `limit` but for that. */
  next(limit: number): number {
    return Math.max(1, Math.min(this.size, limit));
  }

  /** Notes what a step took in the last call. A group at most doubles: one measurement that was too short is not far believed. */
  took(stepMs: number): void {
    this.size = Math.max(1, Math.min(this.max, 2 * this.size, Math.floor(CALL_MS / stepMs)));
  }
}
