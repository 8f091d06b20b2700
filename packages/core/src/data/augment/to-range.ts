/** The nearest value that a picture can have, -1 to 1. */
export function toRange(value: number): number {
  return Math.min(1, Math.max(-1, value));
}
