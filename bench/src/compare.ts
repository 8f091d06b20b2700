// Runs our training steps and the PyTorch reference in turn, pair by pair: on a machine whose speed drifts only ratios of
// neighbouring runs mean something.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { InvalidConfigError } from '@aigc/plugin-api';
import { comparePairs } from './compare/compare-pairs.js';
import { compareParity } from './compare/compare-parity.js';
import { appendResult, RESULTS_FILE } from './compare/results-file.js';
import { ourRunner, torchRunner } from './compare/runners.js';
import { positiveInteger } from './positive-integer.js';
import { reportFailure } from './report-failure.js';
import { TASK_NAMES } from './tasks/index.js';

const OPTIONS = {
  rounds: { type: 'string', default: '5' },
  steps: { type: 'string', default: '10' },
  threads: { type: 'string', default: String(availableParallelism()) },
  parity: { type: 'boolean', default: false },
  python: { type: 'string', default: 'python3' },
  reference: { type: 'string' },
  'no-save': { type: 'boolean', default: false },
} as const;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  const names = positionals.filter((name) => name !== 'train-step');
  const reference = values.reference ?? process.env.AIGC_TORCH_REFERENCE;
  if (reference === undefined) {
    throw new InvalidConfigError('E-CONFIG-904', 'the PyTorch reference to compare with is not given', {
      hints: ['pass --reference torch_reference.py, or set AIGC_TORCH_REFERENCE'],
    });
  }
  const threads = positiveInteger('--threads', values.threads);
  const sides = { ours: ourRunner(threads), torch: torchRunner({ python: values.python, reference, threads }) };
  for (const name of names.length === 0 ? TASK_NAMES : names) {
    if (values.parity) {
      const result = await compareParity(name, sides);
      process.stdout.write(`${JSON.stringify(result)}\n`);
      if (!result.agrees) process.exitCode = 1;
      continue;
    }
    const options = { rounds: positiveInteger('--rounds', values.rounds), steps: positiveInteger('--steps', values.steps) };
    const result = await comparePairs(name, sides, options);
    process.stdout.write(`${JSON.stringify(result)}\n`);
    if (!values['no-save']) await appendResult(result, threads);
  }
  if (!values.parity && !values['no-save']) process.stderr.write(`appended to ${RESULTS_FILE}\n`);
}

await main().catch(reportFailure);
