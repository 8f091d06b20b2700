// Codes: E-CLI-010 not a shard, -012 not a variable.
import { fileURLToPath } from 'node:url';
import { displayPath, UsageError } from '@aigc/cli-kit';
import { explainPlan, localEngine, type PipelineEvent, planJobs, ResultStore, readPipeline } from '@aigc/pipeline';
import { EXIT } from '@aigc/plugin-api';
import type { Interfaces } from '@oclif/core';
import { codeVersion } from './code-version.js';
import { resumeTraining } from './resume-training.js';
import { runFacts } from './run-facts.js';

/** What `aigc run` was asked to do. */
export interface RunPipelineOptions {
  readonly file: string;
  /** Absolute. */
  readonly work: string;
  /** `NAME=VALUE`, in place of the pipeline's own variables. */
  readonly vars: readonly string[];
  readonly isDryRun: boolean;
  readonly slots: number | undefined;
  readonly shard: { readonly index: number; readonly count: number } | undefined;
  readonly config: Interfaces.Config;
  readonly signal: AbortSignal;
  /** A line of result. */
  readonly say: (line: string) => void;
  /** A line of progress. */
  readonly tell: (line: string) => void;
  /** Each event, for `--events`. */
  readonly emit: (event: PipelineEvent) => void;
}

type JobEnd = Extract<PipelineEvent, { type: 'job-end' }>;

const LATER = 75;
const PARTLY_FAILED = 50;

/** Plans and runs a pipeline; sets the exit status of the process. Gives the jobs with their states. */
export async function runPipeline(options: RunPipelineOptions): Promise<object> {
  const { file, work, config, say } = options;
  const pipeline = await readPipeline(file, parseVars(options.vars));
  const jobs = await planJobs(pipeline, (command) => codeVersion(config, command, pipeline.folder));
  const store = new ResultStore(work);
  if (options.isDryRun) {
    const plan = await explainPlan(jobs, store);
    for (const { job, isCached, reason } of plan) say(`${isCached ? 'keep' : 'run '}  ${job}  (${reason})`);
    return { plan };
  }
  const events = localEngine.run(jobs, {
    store,
    program: [process.execPath, fileURLToPath(new URL('../../bin/run.js', import.meta.url))],
    folder: pipeline.folder,
    ...(options.slots === undefined ? {} : { slots: options.slots }),
    shard: options.shard,
    resume: (argv, output) => resumeTraining(argv, output),
    factsOf: runFacts,
    signal: options.signal,
  });
  return followEvents(events, options);
}

async function followEvents(events: AsyncGenerator<PipelineEvent>, { say, tell, emit }: RunPipelineOptions): Promise<object> {
  const ends: JobEnd[] = [];
  for await (const event of events) {
    emit(event);
    if (event.type === 'plan') {
      const kept = event.jobs.filter(({ isCached }) => isCached).length;
      tell(`${event.jobs.length} jobs, ${kept} of them done before`);
    }
    if (event.type === 'job-start') tell(`start       ${event.job}`);
    if (event.type !== 'job-end') continue;
    ends.push(event);
    const output = event.output === undefined ? '' : `  ${displayPath(event.output, process.cwd())}`;
    const why = event.message === undefined ? '' : `  ${event.message}`;
    const log =
      event.state === 'failed' && event.log !== undefined ? `\n            log: ${displayPath(event.log, process.cwd())}` : '';
    say(`${event.state.padEnd(12)}${event.job}${output}${why}${log}`);
  }
  const has = (state: JobEnd['state']): boolean => ends.some((end) => end.state === state);
  if (has('failed')) process.exitCode = PARTLY_FAILED;
  else if (has('interrupted')) process.exitCode = EXIT.interrupted;
  else if (has('later')) process.exitCode = LATER;
  return { jobs: ends.map(({ type: _, ...end }) => end) };
}

/** `size=64` as `{ size: '64' }`. @throws UsageError E-CLI-012 for a word without a name. */
function parseVars(words: readonly string[]): { [name: string]: string } {
  return Object.fromEntries(
    words.map((word) => {
      const [, name, value] = /^([^=]+)=(.*)$/.exec(word) ?? [];
      if (name !== undefined && value !== undefined) return [name, value];
      throw new UsageError('E-CLI-012', `--set ${word}: expected NAME=VALUE`);
    }),
  );
}

/** `2/4` as the second of four. @throws UsageError E-CLI-010 for anything else. */
export function parseShard(text: string | undefined): { index: number; count: number } | undefined {
  if (text === undefined) return undefined;
  const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index >= 1 && index <= count) return { index: index - 1, count };
  throw new UsageError('E-CLI-010', `--shard ${text}: expected I/N with I from 1 to N, such as 2/4`);
}
