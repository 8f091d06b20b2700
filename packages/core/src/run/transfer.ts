/** Where a run took its first weights from: a part of its lineage. */
export interface Transfer {
  /** Name of the run's folder. */
  readonly run: string;
  readonly step: number;
  readonly stateHash: string;
  /** How many tensors were taken over. */
  readonly taken: number;
  /** Those that start fresh, since nothing there has their name and shape. */
  readonly fresh: readonly string[];
}
