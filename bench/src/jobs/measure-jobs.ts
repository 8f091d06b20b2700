import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { journaled, localEngine, planJobs, ResultStore, readPipeline } from '@aigc/pipeline';
import { median } from '../median.js';
import { runBare } from './run-bare.js';

/** What a pipeline of small jobs costs besides starting their processes. */
export interface JobsMeasurement {
  readonly benchmark: 'jobs';
  readonly jobs: number;
  readonly planMs: number;
  /** Start and end of the job's process with nothing around it: the median of some before, among and after the jobs. */
  readonly processMs: number;
  /** Median of what a job takes longer than its process. */
  readonly overheadMs: number;
  /** The same, of the first and of the last tenth: alike where nothing grows with the number of jobs. */
  readonly firstTenthMs: number;
  readonly lastTenthMs: number;
  /** To find all of them done, when the pipeline is run again. */
  readonly againMs: number;
}

/** The smallest program that behaves as a command: it writes its output and says that it is done. */
const JOB = `for word; do case "$word" in --out=*) : > "\${word#--out=}";; esac; done; echo '{"status":"ok","result":null}'`;
const PROGRAM = ['/bin/sh', '-c', JOB, 'job'];
/** A bare process is timed besides every so many jobs: the machine's speed may drift. */
const BARE_EVERY = 10;

/** Runs so many jobs one after the other, through the local engine with its journal, in a folder that is deleted afterwards. */
export async function measureJobs(count: number): Promise<JobsMeasurement> {
  const root = await mkdtemp(join(tmpdir(), 'aigc-bench-'));
  try {
    const file = join(root, 'jobs.yaml');
    const numbers = Array.from({ length: count }, (_, i) => i);
    const step = { command: 'note', matrix: { n: numbers }, flags: { text: `\${matrix.n}` } };
    // JSON is YAML too
    await writeFile(file, JSON.stringify({ pipeline: 1, steps: { note: step } }));
    const beforePlan = performance.now();
    const jobs = await planJobs(await readPipeline(file), () => '1');
    const planMs = performance.now() - beforePlan;
    const store = new ResultStore(join(root, 'work'));
    const plan = { file, vars: {}, argv: ['run', file] };
    const run = () => journaled(localEngine.run(jobs, { store, program: PROGRAM, folder: root }), { store, jobs, plan });

    const [ends, bare]: [number[], number[]] = [[], [await runBare(PROGRAM)]];
    let last = performance.now();
    for await (const event of run()) {
      if (event.type === 'plan') last = performance.now();
      if (event.type !== 'job-end') continue;
      if (event.state !== 'done') throw new Error(`${event.job} is ${event.state}: ${event.message ?? ''}`);
      ends.push(performance.now() - last);
      if (ends.length % BARE_EVERY === 0) bare.push(await runBare(PROGRAM));
      last = performance.now();
    }
    const beforeAgain = performance.now();
    for await (const event of run()) if (event.type === 'job-end' && event.state !== 'cached') throw new Error('a job ran again');
    const againMs = performance.now() - beforeAgain;

    const processMs = median(bare);
    const tenth = Math.max(1, Math.floor(count / 10));
    const overhead = (times: number[]): number => median(times) - processMs;
    return {
      benchmark: 'jobs',
      jobs: ends.length,
      planMs,
      processMs,
      overheadMs: overhead(ends),
      firstTenthMs: overhead(ends.slice(0, tenth)),
      lastTenthMs: overhead(ends.slice(-tenth)),
      againMs,
    };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
