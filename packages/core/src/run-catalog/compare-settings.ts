import type { RunFiles } from '../run/run-files.js';
import { canonicalJson } from './resume-hash.js';

/** One setting of several runs. */
export interface ComparedSetting {
  readonly name: string;
  /** In the order of the runs; undefined where a run has no such setting. */
  readonly values: readonly unknown[];
  readonly differs: boolean;
}

/** The settings of runs side by side, those that differ first. */
export function compareSettings(runs: readonly RunFiles[]): ComparedSetting[] {
  const settings = runs.map(({ info, config, data }): { readonly [name: string]: unknown } => ({
    model: `${info.family} / ${info.model}`,
    seed: info.seed,
    data: data.hash.slice(0, 12),
    ...info.habits,
    ...config,
  }));
  const names = [...new Set(settings.flatMap(Object.keys))];
  const compared = names.map((name) => {
    const values = settings.map((one) => one[name]);
    return { name, values, differs: new Set(values.map(canonicalJson)).size > 1 };
  });
  return compared.sort((a, b) => Number(b.differs) - Number(a.differs));
}
