/** How much of a task is done. */
export interface TaskProgress {
  readonly done: number;
  readonly total: number;
}

/**
 * Turns the progress callback of a task into a generator that returns its result. At most one progress for each percent is
 * given, and only the newest when the reader is slower than the task.
 */
export async function* relayProgress<T>(
  start: (report: (done: number, total: number) => void) => Promise<T>,
): AsyncGenerator<TaskProgress, T> {
  let newest: TaskProgress | undefined;
  let isSettled = false;
  let wake: () => void = () => {};
  let percent = -1;
  const task = start((done, total) => {
    const reached = Math.floor((100 * done) / total);
    if (reached === percent) return;
    percent = reached;
    newest = { done, total };
    wake();
  });
  const settled = () => {
    isSettled = true;
    wake();
  };
  task.then(settled, settled);
  while (!isSettled) {
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (isSettled || newest !== undefined) resolve();
    });
    if (newest !== undefined) {
      const progress = newest;
      newest = undefined;
      yield progress;
    }
  }
  return task;
}
