/** The first multiple of `every` after a step. */
export function nextMultiple(every: number, step: number): number {
  return (Math.floor(step / every) + 1) * every;
}
