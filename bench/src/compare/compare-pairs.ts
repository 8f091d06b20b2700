import { median } from '../median.js';
import type { Sides } from './runners.js';

/** Times of one benchmark on both sides, in milliseconds a step, and their ratios ours / PyTorch (below 1: ours is faster). */
export interface PairsResult {
  readonly name: string;
  readonly rounds: number;
  readonly steps: number;
  readonly ours_min_ms: number;
  readonly ours_median_ms: number;
  readonly torch_min_ms: number;
  readonly torch_median_ms: number;
  /** Ratio of the fastest steps of all rounds. */
  readonly ratio_min: number;
  /** Ratio of the medians over rounds of each round's median. */
  readonly ratio_median: number;
  readonly session_ms: number;
  readonly nodes: number;
  readonly torch: string;
}

const rounded = (value: number) => Math.round(value * 1000) / 1000;

/** Runs ours and the reference alternately, `rounds` times. */
export async function comparePairs(
  name: string,
  { ours, torch }: Sides,
  { rounds, steps }: { readonly rounds: number; readonly steps: number },
): Promise<PairsResult> {
  const flags = ['--steps', String(steps)];
  const runs: { readonly mine: { [key: string]: unknown }; readonly theirs: { [key: string]: unknown } }[] = [];
  for (let round = 0; round < rounds; round++) runs.push({ mine: await ours(name, flags), theirs: await torch(name, flags) });
  const all = (side: 'mine' | 'theirs', key: string) => runs.map((run) => run[side][key] as number);
  const [oursMin, torchMin] = [Math.min(...all('mine', 'min_ms')), Math.min(...all('theirs', 'min_ms'))];
  const [oursMedian, torchMedian] = [median(all('mine', 'ms_per_step')), median(all('theirs', 'ms_per_step'))];
  return {
    name,
    rounds,
    steps,
    ours_min_ms: oursMin,
    ours_median_ms: oursMedian,
    torch_min_ms: torchMin,
    torch_median_ms: torchMedian,
    ratio_min: rounded(oursMin / torchMin),
    ratio_median: rounded(oursMedian / torchMedian),
    session_ms: Math.round(median(all('mine', 'session_ms'))),
    nodes: runs[0]?.mine.nodes as number,
    torch: String(runs[0]?.theirs.torch),
  };
}
