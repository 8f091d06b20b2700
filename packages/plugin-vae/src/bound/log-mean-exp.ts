/** `log(mean(exp(values)))` without overflow; of at least one value. */
export function logMeanExp(values: ArrayLike<number>): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) highest = Math.max(highest, values[i] as number);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp((values[i] as number) - highest);
  return highest + Math.log(sum / values.length);
}
