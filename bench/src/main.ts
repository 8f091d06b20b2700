// `train-step [dcgan vae gpt unet] [--steps N] [--threads N] [--parity]`: one JSON object a line, as the PyTorch reference prints.
// `jobs [--count N]`: what a pipeline of N small jobs costs besides their processes.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { InvalidConfigError } from '@aigc/plugin-api';
import { measureJobs } from './jobs/measure-jobs.js';
import { measureTrainStep } from './measure-train-step.js';
import { measureParity } from './parity/measure-parity.js';
import { positiveInteger } from './positive-integer.js';
import { reportFailure } from './report-failure.js';
import { createTask, TASK_NAMES } from './tasks/index.js';

const OPTIONS = {
  count: { type: 'string', default: '1000' },
  steps: { type: 'string', default: '10' },
  threads: { type: 'string', default: String(availableParallelism()) },
  parity: { type: 'boolean', default: false },
} as const;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  const [benchmark, ...names] = positionals;
  if (benchmark === 'jobs') {
    process.stdout.write(`${JSON.stringify(await measureJobs(positiveInteger('--count', values.count)))}\n`);
    return;
  }
  if (benchmark !== 'train-step') {
    const hints = ['use train-step or jobs'];
    throw new InvalidConfigError('E-CONFIG-902', `unknown benchmark kind "${benchmark ?? ''}"`, { hints });
  }
  const threads = positiveInteger('--threads', values.threads);
  const steps = positiveInteger('--steps', values.steps);
  for (const name of names.length === 0 ? TASK_NAMES : names) {
    const task = createTask(name);
    const result = values.parity ? await measureParity(task, threads) : await measureTrainStep(task, { steps, threads });
    process.stdout.write(`${JSON.stringify(result)}\n`);
  }
}

await main().catch(reportFailure);
