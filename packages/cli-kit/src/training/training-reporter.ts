import type { TrainingEvent } from '@aigc/plugin-api';
import type { TrainingProgress } from './training-progress.js';

/** Shows the events of a run as they come; `close` leaves the terminal ready for other output. */
export interface TrainingReporter {
  show(event: TrainingEvent, progress: TrainingProgress): void | Promise<void>;
  close(): void | Promise<void>;
}
