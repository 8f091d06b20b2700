import type { Verdict } from '@aigc/plugin-api';

/** From good to bad. */
export const LEVELS: readonly Verdict['level'][] = ['good', 'unclear', 'bad'];
