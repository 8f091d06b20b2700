/** Does the value of an environment variable switch something on? The same words that oclif accepts for a boolean flag. */
export function isTruthy(value: string | undefined): boolean {
  return value !== undefined && ['true', '1', 'yes', 'y'].includes(value.toLowerCase());
}
