/**
 * Applies `work` to each item, at most `concurrency` at a time, and yields the results in the order of the items. The first
 * failure stops it.
 */
export async function* mapOrdered<T, R>(
  items: AsyncIterable<T>,
  concurrency: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  try {
    for await (const item of items) {
      const result = work(item);
      // a failure is met when its turn comes; until then it is not an unhandled one
      result.catch(() => {});
      underWay.push(result);
      if (underWay.length >= concurrency) yield await (underWay.shift() as Promise<R>);
    }
    while (underWay.length > 0) yield await (underWay.shift() as Promise<R>);
  } finally {
    await Promise.allSettled(underWay);
  }
}
