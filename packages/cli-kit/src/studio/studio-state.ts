import type { PipelineState } from '../pipeline/pipeline-state.js';
import type { Form } from './form/form.js';
import type { RunState } from './runs/run-state.js';

/** A command that can be begun from the studio. */
export interface Choice {
  /** `gan`. */
  readonly name: string;
  readonly summary: string;
}

/** What the studio shows; each kind has its keys. */
export type StudioScreen =
  | { readonly kind: 'runs' }
  /** One run; `sample` counts back from the newest. */
  | { readonly kind: 'run'; readonly sample: number }
  | { readonly kind: 'choose'; readonly choices: readonly Choice[]; readonly cursor: number }
  | { readonly kind: 'form'; readonly form: Form; readonly back: StudioScreen }
  /** All pipelines, and the jobs of one; `job` is the one that is looked at. */
  | { readonly kind: 'pipelines' }
  | { readonly kind: 'pipeline'; readonly job: string | undefined }
  | { readonly kind: 'stop-pipeline'; readonly pipeline: PipelineState }
  /** A picture file, such as the sheet that was just drawn. */
  | { readonly kind: 'picture'; readonly title: string; readonly path: string }
  | TextScreen
  | { readonly kind: 'stop'; readonly run: RunState }
  /** May the studio be left while trainings go on? */
  | { readonly kind: 'leave' };

/** Lines of text; `top` counts from the end. */
export interface TextScreen {
  readonly kind: 'text';
  readonly title: string;
  readonly lines: readonly string[];
  readonly top: number;
  /** The log that is followed; undefined for text that stays as it is. */
  readonly log?: string | undefined;
  readonly back: StudioScreen;
}

/** Everything that decides what the studio shows, pictures aside. */
export interface StudioState {
  readonly runs: readonly RunState[];
  /** Path of the run that is looked at; undefined where there is none. */
  readonly selected: string | undefined;
  readonly pipelines: readonly PipelineState[];
  /** Path of the pipeline that is looked at; undefined where there is none. */
  readonly selectedPipeline: string | undefined;
  readonly screen: StudioScreen;
  /** What just happened. */
  readonly notice: string | undefined;
  /** Are commands at work whose end is waited for? E.g. `generate runs/icons`. */
  readonly busy: readonly string[];
  /** Only looks: nothing is started or stopped. */
  readonly isReadOnly: boolean;
  /** Families that can be trained, and what else can be begun. */
  readonly families: readonly Choice[];
  /** The folder of runs, as it is called. */
  readonly folder: string;
  /** How many trainings and pipelines of this studio are still at work. */
  readonly ownJobs: number;
}

/** The run that is looked at. */
export function selectedRun({ runs, selected }: StudioState): RunState | undefined {
  return runs.find(({ path }) => path === selected);
}

/** The state with newer runs; the same one stays selected. */
export function withRuns(state: StudioState, runs: readonly RunState[]): StudioState {
  const isThere = runs.some(({ path }) => path === state.selected);
  return { ...state, runs, selected: isThere ? state.selected : runs[0]?.path };
}

/** The pipeline that is looked at. */
export function selectedPipeline({ pipelines, selectedPipeline: path }: StudioState): PipelineState | undefined {
  return pipelines.find((pipeline) => pipeline.path === path);
}

/** The state with newer pipelines, those at work first, then the newest; the same one stays selected. */
export function withPipelines(state: StudioState, found: readonly PipelineState[]): StudioState {
  const rank = ({ state: standing }: PipelineState): number => (standing === 'running' ? 0 : 1);
  const pipelines = [...found].sort((a, b) => rank(a) - rank(b) || b.startedMs - a.startedMs);
  const isThere = pipelines.some(({ path }) => path === state.selectedPipeline);
  return { ...state, pipelines, selectedPipeline: isThere ? state.selectedPipeline : pipelines[0]?.path };
}
