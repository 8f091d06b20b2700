/** A file that cannot be used, and why. */
export interface BadFile {
  /** Relative to the data, with forward slashes. */
  readonly path: string;
  readonly reason: string;
}
