// Codes: E-CLI-010 not a shard, -012 not a variable.
import { fileURLToPath } from 'node:url';
import { type ReportContext, UsageError } from '@aigc/cli-kit';
import {
  explainPlan,
  journaled,
  localEngine,
  type PipelineEvent,
  planFolder,
  planJobs,
  ResultStore,
  readPipeline,
  WatchedWork,
} from '@aigc/pipeline';
import { EXIT } from '@aigc/plugin-api';
import type { Interfaces } from '@oclif/core';
import { codeVersion } from './code-version.js';
import { noteWork } from './known-works.js';
import { openPipelineReporter, type PipelineReporter } from './pipeline-reporter.js';
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
  readonly context: ReportContext;
  /** A line of result. */
  readonly say: (line: string) => void;
  /** Each event, for `--events`. */
  readonly emit: (event: PipelineEvent) => void;
}

type JobEnd = Extract<PipelineEvent, { type: 'job-end' }>;

const LATER = 75;
const PARTLY_FAILED = 50;

/** Plans and runs a pipeline; sets the exit status of the process. Gives the jobs with their states. */
export async function runPipeline(options: RunPipelineOptions): Promise<object> {
  const { file, work, config, say, context, slots } = options;
  const vars = parseVars(options.vars);
  const pipeline = await readPipeline(file, vars);
  const jobs = await planJobs(pipeline, (command) => codeVersion(config, command, pipeline.folder));
  const store = new ResultStore(work);
  if (options.isDryRun) {
    const plan = await explainPlan(jobs, store);
    for (const { job, isCached, reason } of plan) say(`${isCached ? 'keep' : 'run '}  ${job}  (${reason})`);
    return { plan };
  }
  await noteWork(config.cacheDir, work);
  const events = localEngine.run(jobs, {
    store,
    program: [process.execPath, fileURLToPath(new URL('../../bin/run.js', import.meta.url))],
    folder: pipeline.folder,
    ...(slots === undefined ? {} : { slots }),
    shard: options.shard,
    resume: (argv, output) => resumeTraining(argv, output),
    factsOf: runFacts,
    signal: context.signal,
  });
  const plan = { file: pipeline.path, vars, argv: wordsAgain(pipeline.path, options) };
  const path = planFolder(store.root, plan);
  const watched = new WatchedWork(work);
  const look = async () => (await watched.poll(context.io.today().getTime())).find((candidate) => candidate.path === path);
  const reporter = await openPipelineReporter({ context, say, look });
  try {
    return await followEvents(journaled(events, { store, jobs, plan, slots }), reporter, options);
  } finally {
    await reporter.close();
  }
}

/** The words that run a pipeline again from any folder, all of it. */
function wordsAgain(file: string, { vars, work, slots }: RunPipelineOptions): string[] {
  const jobs = slots === undefined ? [] : [`--jobs=${slots}`];
  return ['run', file, ...vars.map((word) => `--set=${word}`), `--work=${work}`, ...jobs];
}

async function followEvents(
  events: AsyncIterable<PipelineEvent>,
  reporter: PipelineReporter,
  { emit }: RunPipelineOptions,
): Promise<object> {
  const ends: JobEnd[] = [];
  for await (const event of events) {
    emit(event);
    reporter.show(event);
    if (event.type === 'job-end') ends.push(event);
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
