import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What conditions can look at of an output that is a training run: `metrics.loss.best`, `metrics.loss.last`, `verdict.level`. */
export async function runFacts(output: string): Promise<object> {
  if (!existsSync(join(output, 'run.json'))) return {};
  const { readRunSummary } = await import('@aigc/core');
  const { metrics, verdict, step } = await readRunSummary(output);
  const values = Object.entries(metrics).map(([name, { last, best }]) => [name, { last: last.value, best: best.value }]);
  return { step, metrics: Object.fromEntries(values), verdict };
}
