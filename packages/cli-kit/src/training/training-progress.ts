import type { TrainingEvent } from '@aigc/plugin-api';
import { MetricHistory } from './metric-history.js';

type EventOf<Type extends TrainingEvent['type']> = Extract<TrainingEvent, { type: Type }>;

/** How a run began, stands and ended; what both the live view and the summary are made from. */
export class TrainingProgress {
  start: EventOf<'run-start'> | undefined;
  /** Reading the data or compiling; undefined once training has begun. */
  preparing: EventOf<'progress'> | undefined;
  step: EventOf<'step-end'> | undefined;
  checkpoint: EventOf<'checkpoint-written'> | undefined;
  samples: EventOf<'samples-written'> | undefined;
  end: EventOf<'run-end'> | undefined;
  readonly history = new Map<string, MetricHistory>();

  apply(event: TrainingEvent): void {
    switch (event.type) {
      case 'run-start':
        this.start = event;
        break;
      case 'progress':
        this.preparing = event;
        break;
      case 'step-end':
        this.preparing = undefined;
        this.step = event;
        for (const [name, value] of Object.entries(event.metrics)) this.#historyOf(name).add(value);
        break;
      case 'checkpoint-written':
        this.checkpoint = event;
        break;
      case 'samples-written':
        this.samples = event;
        break;
      case 'run-end':
        this.end = event;
        break;
      case 'validation-end':
      case 'warning':
        break;
    }
  }

  /** Done share of what limits the run, 0 to 1; undefined where neither steps nor time limit it. */
  get share(): number | undefined {
    if (this.start === undefined || this.step === undefined) return undefined;
    const { totalSteps, budgetS } = this.start;
    const bySteps = totalSteps === undefined ? 0 : this.step.step / totalSteps;
    const byTime = budgetS === undefined ? 0 : this.step.elapsedS / budgetS;
    return totalSteps === undefined && budgetS === undefined ? undefined : Math.min(1, Math.max(bySteps, byTime));
  }

  #historyOf(name: string): MetricHistory {
    const known = this.history.get(name);
    if (known !== undefined) return known;
    const created = new MetricHistory();
    this.history.set(name, created);
    return created;
  }
}
