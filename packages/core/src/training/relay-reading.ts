// Code: E-RUN-001 interrupted before there was anything to save.
import { AigcError, EXIT, type TrainingEvent } from '@aigc/plugin-api';
import type { TaskProgress } from './relay-progress.js';
import type { TrainOptions } from './train-options.js';

/** Tells how far the reading of a run's data is, and gives what was read. @throws AigcError E-RUN-001 when interrupted meanwhile */
export async function* relayReading<R>(
  reading: AsyncGenerator<TaskProgress, R>,
  { signal, isResumed }: TrainOptions,
): AsyncGenerator<TrainingEvent, R> {
  try {
    for (;;) {
      const next = await reading.next();
      if (next.done === true) return next.value;
      yield { type: 'progress', stage: 'reading', ...next.value };
    }
  } catch (error) {
    if (signal?.aborted !== true || AigcError.isInstance(error)) throw error;
    throw new AigcError('E-RUN-001', EXIT.interrupted, 'interrupted while reading the data, before the first step', {
      note: isResumed === true ? 'the run is as it was' : 'nothing was written',
      cause: error,
    });
  }
}
