import type { PipelineState } from '../pipeline/pipeline-state.js';
import { editForm, type Form, formCommand, isPathField } from './form/form.js';
import { onPipeline, onPipelines, onStopPipeline } from './press-pipeline-key.js';
import { isActive, type RunState } from './runs/run-state.js';
import type { PressedKey } from './screen/pressed-key.js';
import { PIPELINE_CHOICE } from './studio-commands.js';
import { isBack, letter, movedTo, note, show, step } from './studio-moves.js';
import { type StudioScreen, type StudioState, selectedRun, type TextScreen } from './studio-state.js';

/** What a key asks to be done beside changing what is shown. */
export type StudioAction =
  /** The form for a training of a family, for going on with a run, or for drawing from it. */
  | { readonly type: 'open-form'; readonly form: 'train'; readonly family: string }
  | { readonly type: 'open-form'; readonly form: 'resume' | 'generate'; readonly run: RunState }
  | { readonly type: 'open-form'; readonly form: 'pipeline' }
  | { readonly type: 'send-form'; readonly form: Form; readonly argv: readonly string[] }
  /** Looks for names that begin like the path in the field that is edited. */
  | { readonly type: 'complete-path'; readonly form: Form; readonly back: StudioScreen }
  | { readonly type: 'report' | 'stop'; readonly run: RunState }
  | { readonly type: 'open-log'; readonly log: string; readonly back: StudioScreen }
  | { readonly type: 'stop-pipeline' | 'run-again'; readonly pipeline: PipelineState }
  | { readonly type: 'leave'; readonly stopsJobs: boolean };

/** The state after a key, and what is to be done. */
export interface Pressed {
  readonly state: StudioState;
  readonly action?: StudioAction | undefined;
}

/** What a key means on the screen that is shown. */
export function pressKey(state: StudioState, key: PressedKey): Pressed {
  const quiet = { ...state, notice: undefined };
  if (key.name === 'interrupt') return interrupt(quiet);
  const { screen } = quiet;
  switch (screen.kind) {
    case 'runs':
      return onRuns(quiet, key);
    case 'run':
      return onRun(quiet, screen, key);
    case 'choose':
      return onChoose(quiet, screen, key);
    case 'form':
      return onForm(quiet, screen, key);
    case 'picture':
      return { state: isBack(key) ? show(quiet, { kind: 'run', sample: 0 }) : quiet };
    case 'text':
      return { state: onText(quiet, screen, key) };
    case 'stop':
      return onStop(quiet, screen.run, key);
    case 'leave':
      return onLeave(quiet, key);
    case 'pipelines':
      return onPipelines(quiet, key);
    case 'pipeline':
      return onPipeline(quiet, screen, key);
    case 'stop-pipeline':
      return onStopPipeline(quiet, screen.pipeline, key);
  }
}

/** Ctrl-C leaves; where that would be asked about, the second one leaves at once. Trainings go on. */
function interrupt(state: StudioState): Pressed {
  return state.screen.kind === 'leave' ? { state, action: { type: 'leave', stopsJobs: false } } : leave(state);
}

function leave(state: StudioState): Pressed {
  if (state.ownJobs === 0) return { state, action: { type: 'leave', stopsJobs: false } };
  return { state: show(state, { kind: 'leave' }) };
}

function onRuns(state: StudioState, key: PressedKey): Pressed {
  const by = step(key);
  if (by !== 0) return { state: moved(state, by) };
  if (key.name === 'enter' && selectedRun(state) !== undefined) return { state: show(state, { kind: 'run', sample: 0 }) };
  if (letter(key) === 'q') return leave(state);
  if (letter(key) === 'p') return { state: show(state, { kind: 'pipelines' }) };
  return commandKey(state, key);
}

function onRun(state: StudioState, screen: Extract<StudioScreen, { kind: 'run' }>, key: PressedKey): Pressed {
  if (isBack(key)) return { state: show(state, { kind: 'runs' }) };
  const by = step(key);
  if (by !== 0) return { state: show(moved(state, by), { kind: 'run', sample: 0 }) };
  const last = Math.max(0, (selectedRun(state)?.samples.length ?? 0) - 1);
  if (key.name === 'left') return { state: show(state, { ...screen, sample: Math.min(last, screen.sample + 1) }) };
  if (key.name === 'right') return { state: show(state, { ...screen, sample: Math.max(0, screen.sample - 1) }) };
  return commandKey(state, key);
}

/** Keys that do something with the selected run, or begin a new one. */
function commandKey(state: StudioState, key: PressedKey): Pressed {
  const run = selectedRun(state);
  const name = letter(key);
  if (run !== undefined && name === 'l') {
    return run.log === undefined
      ? note(state, 'no log: this run was not started here')
      : { state, action: { type: 'open-log', log: run.log, back: state.screen } };
  }
  if (state.isReadOnly) return { state };
  if (name === 'n') return { state: show(state, { kind: 'choose', choices: state.families, cursor: 0 }) };
  if (run === undefined) return { state };
  switch (name) {
    case 'g':
      return run.step > 0 ? form(state, 'generate', run) : note(state, `${run.name} has learnt nothing yet`);
    case 'r':
      return isActive(run) || run.family === '' ? note(state, `${run.name} is at work`) : form(state, 'resume', run);
    case 'o':
      return run.step > 0 ? { state, action: { type: 'report', run } } : note(state, `${run.name} has no curves yet`);
    case 'c':
      return cancel(state, run);
    default:
      return { state };
  }
}

function cancel(state: StudioState, run: RunState): Pressed {
  if (run.writer === undefined) return note(state, `${run.name} is not at work`);
  if (!run.writer.isHere) return note(state, `${run.name} is trained on ${run.writer.host}: stop it there`);
  return { state: show(state, { kind: 'stop', run }) };
}

function form(state: StudioState, kind: 'resume' | 'generate', run: RunState): Pressed {
  return { state, action: { type: 'open-form', form: kind, run } };
}

function onChoose(state: StudioState, screen: Extract<StudioScreen, { kind: 'choose' }>, key: PressedKey): Pressed {
  if (isBack(key)) return { state: show(state, { kind: 'runs' }) };
  const cursor = Math.min(screen.choices.length - 1, Math.max(0, screen.cursor + step(key)));
  const family = screen.choices[cursor]?.name;
  if (key.name !== 'enter' || family === undefined) return { state: show(state, { ...screen, cursor }) };
  if (family === PIPELINE_CHOICE) return { state, action: { type: 'open-form', form: 'pipeline' } };
  return { state, action: { type: 'open-form', form: 'train', family } };
}

function onForm(state: StudioState, screen: Extract<StudioScreen, { kind: 'form' }>, key: PressedKey): Pressed {
  const { form: current, back } = screen;
  if (key.name === 'escape') return { state: show(state, back) };
  if (key.name === 'tab' && isPathField(current)) return { state, action: { type: 'complete-path', form: current, back } };
  if (key.name !== 'enter') return { state: show(state, { ...screen, form: editForm(current, key) }) };
  const command = formCommand(current);
  if ('problem' in command) return { state: show(state, { ...screen, form: { ...current, ...command } }) };
  return { state: show(state, back), action: { type: 'send-form', form: current, argv: command.argv } };
}

function onText(state: StudioState, screen: TextScreen, key: PressedKey): StudioState {
  if (isBack(key)) return show(state, screen.back);
  const by = key.name === 'page-up' ? 10 : key.name === 'page-down' ? -10 : -step(key);
  return show(state, { ...screen, top: Math.min(Math.max(0, screen.lines.length - 1), Math.max(0, screen.top + by)) });
}

function onStop(state: StudioState, run: RunState, key: PressedKey): Pressed {
  const back = show(state, { kind: 'runs' });
  if (letter(key) === 'y') return { state: back, action: { type: 'stop', run } };
  return letter(key) === 'n' || isBack(key) ? { state: back } : { state };
}

function onLeave(state: StudioState, key: PressedKey): Pressed {
  const name = letter(key);
  if (name === 'y' || key.name === 'enter') return { state, action: { type: 'leave', stopsJobs: false } };
  if (name === 's') return { state, action: { type: 'leave', stopsJobs: true } };
  return name === 'n' || isBack(key) ? { state: show(state, { kind: 'runs' }) } : { state };
}

function moved(state: StudioState, by: number): StudioState {
  const paths = state.runs.map(({ path }) => path);
  return { ...state, selected: movedTo(paths, state.selected ?? '', by) };
}
