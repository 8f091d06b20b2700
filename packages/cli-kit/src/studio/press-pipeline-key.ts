import type { PipelineState } from '../pipeline/pipeline-state.js';
import type { Pressed } from './press-key.js';
import { byUrgency } from './rows/pipeline-job-rows.js';
import type { PressedKey } from './screen/pressed-key.js';
import { isBack, letter, movedTo, note, show, step } from './studio-moves.js';
import { type StudioScreen, type StudioState, selectedPipeline } from './studio-state.js';

/** A page of a list. */
const PAGE = 8;

/** What a key means on the list of pipelines. */
export function onPipelines(state: StudioState, key: PressedKey): Pressed {
  if (isBack(key) || letter(key) === 'p') return { state: show(state, { kind: 'runs' }) };
  const by = step(key);
  const paths = state.pipelines.map(({ path }) => path);
  if (by !== 0) return { state: { ...state, selectedPipeline: movedTo(paths, state.selectedPipeline ?? '', by) } };
  const pipeline = selectedPipeline(state);
  if (key.name === 'enter' && pipeline !== undefined) return { state: show(state, { kind: 'pipeline', job: undefined }) };
  if (letter(key) === 'n' && !state.isReadOnly) return { state, action: { type: 'open-form', form: 'pipeline' } };
  return pipeline === undefined ? { state } : commandKey(state, pipeline, key);
}

/** What a key means on the jobs of a pipeline. */
export function onPipeline(state: StudioState, screen: Extract<StudioScreen, { kind: 'pipeline' }>, key: PressedKey): Pressed {
  const pipeline = selectedPipeline(state);
  if (isBack(key) || pipeline === undefined) return { state: show(state, { kind: 'pipelines' }) };
  const jobs = byUrgency(pipeline.jobs);
  const current = jobs.find(({ id }) => id === screen.job) ?? jobs[0];
  const by = key.name === 'page-down' ? PAGE : key.name === 'page-up' ? -PAGE : step(key);
  if (by !== 0) {
    const job = movedTo(
      jobs.map(({ id }) => id),
      current?.id ?? '',
      by,
    );
    return { state: show(state, { kind: 'pipeline', job }) };
  }
  if (key.name !== 'enter' && letter(key) !== 'l') return commandKey(state, pipeline, key);
  const log = current?.log;
  return log === undefined
    ? note(state, `${current?.id ?? pipeline.name} has not been run`)
    : { state, action: { type: 'open-log', log, back: screen } };
}

function commandKey(state: StudioState, pipeline: PipelineState, key: PressedKey): Pressed {
  if (state.isReadOnly) return { state };
  if (letter(key) === 'c') return cancel(state, pipeline);
  if (letter(key) !== 'r') return { state };
  if (pipeline.state === 'running') return note(state, `${pipeline.name} is at work`);
  return { state, action: { type: 'run-again', pipeline } };
}

function cancel(state: StudioState, pipeline: PipelineState): Pressed {
  const { name, workers } = pipeline;
  if (workers.length === 0) return note(state, `${name} is not at work`);
  if (workers.some(({ isHere }) => isHere)) return { state: show(state, { kind: 'stop-pipeline', pipeline }) };
  return note(state, `${name} runs on ${workers.map(({ host }) => host).join(', ')}: stop it there`);
}

/** What a key means where it is asked whether a pipeline is to be stopped. */
export function onStopPipeline(state: StudioState, pipeline: PipelineState, key: PressedKey): Pressed {
  const back = show(state, { kind: 'pipelines' });
  if (letter(key) === 'y') return { state: back, action: { type: 'stop-pipeline', pipeline } };
  return letter(key) === 'n' || isBack(key) ? { state: back } : { state };
}
