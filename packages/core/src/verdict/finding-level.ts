import type { Finding, Verdict } from '@aigc/plugin-api';

/** A finding with what it means for the run: `good` to know, `unclear`, or `bad`. */
export interface JudgedFinding extends Finding {
  readonly level: Verdict['level'];
}

/** From good to bad. */
export const LEVELS: readonly Verdict['level'][] = ['good', 'unclear', 'bad'];
