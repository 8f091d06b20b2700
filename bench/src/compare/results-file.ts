import { appendFile, mkdir, stat } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PairsResult } from './compare-pairs.js';

/** History of comparisons, one line each. */
export const RESULTS_FILE = fileURLToPath(new URL('../../results/train-step.csv', import.meta.url));

const HEADER =
  'date,cpu,threads,name,rounds,steps,ours_min_ms,ours_median_ms,torch_min_ms,torch_median_ms,ratio_min,ratio_median,session_ms,nodes,torch';

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Appends one comparison to the history. */
export async function appendResult(result: PairsResult, threads: number): Promise<void> {
  const { name, rounds, steps } = result;
  const times = [result.ours_min_ms, result.ours_median_ms, result.torch_min_ms, result.torch_median_ms];
  const facts = [
    new Date().toISOString().slice(0, 16),
    quoted(cpus()[0]?.model.trim() ?? 'unknown'),
    threads,
    name,
    rounds,
    steps,
  ];
  const line = [...facts, ...times, result.ratio_min, result.ratio_median, result.session_ms, result.nodes, result.torch].join(
    ',',
  );
  await mkdir(dirname(RESULTS_FILE), { recursive: true });
  const exists = await stat(RESULTS_FILE).then(
    () => true,
    () => false,
  );
  await appendFile(RESULTS_FILE, `${exists ? '' : `${HEADER}\n`}${line}\n`);
}
