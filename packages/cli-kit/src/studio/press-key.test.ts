import { describe, expect, test } from '@jest/globals';
import { jobState, pipelineState } from '../testing/pipeline-state.js';
import { runState } from '../testing/run-state.js';
import { createForm } from './form/form.js';
import { type Pressed, pressKey } from './press-key.js';
import type { PressedKey } from './screen/pressed-key.js';
import type { StudioState } from './studio-state.js';
import { withPipelines, withRuns } from './studio-state.js';

const RUNS = [runState({ name: 'a' }), runState({ name: 'b' }), runState({ name: 'c', status: 'stopped', writer: undefined })];

function state(change: Partial<StudioState> = {}): StudioState {
  return {
    runs: RUNS,
    selected: '/home/me/runs/a',
    pipelines: [],
    selectedPipeline: undefined,
    screen: { kind: 'runs' },
    notice: undefined,
    busy: [],
    isReadOnly: false,
    families: [
      { name: 'gan', summary: '' },
      { name: 'vae', summary: '' },
    ],
    folder: 'runs',
    ownJobs: 0,
    ...change,
  };
}

/** Presses keys one after another; a word of one letter is a letter, `Enter` and so on are keys. */
function press(start: StudioState, ...words: string[]): Pressed {
  const key = (word: string): PressedKey => (word.length === 1 ? { name: 'text', text: word } : ({ name: word } as PressedKey));
  return words.reduce<Pressed>((pressed, word) => pressKey(pressed.state, key(word)), { state: start });
}

describe('pressKey', () => {
  test('walks through the runs and stops at both ends', () => {
    expect(press(state(), 'down', 'j').state.selected).toBe('/home/me/runs/c');
    expect(press(state(), 'down', 'down', 'down', 'up').state.selected).toBe('/home/me/runs/b');
    expect(press(state(), 'k').state.selected).toBe('/home/me/runs/a');
  });

  test('looks at a run and at its older samples, and comes back', () => {
    expect(press(state(), 'enter', 'left').state.screen).toEqual({ kind: 'run', sample: 1 });
    // two samples: no further back than the first
    expect(press(state(), 'enter', 'left', 'left').state.screen).toEqual({ kind: 'run', sample: 1 });
    expect(press(state(), 'enter', 'left', 'right').state.screen).toEqual({ kind: 'run', sample: 0 });
    expect(press(state(), 'enter', 'escape').state.screen).toEqual({ kind: 'runs' });
  });

  test('begins a training: family, form, command', () => {
    expect(press(state(), 'n', 'down', 'enter').action).toEqual({ type: 'open-form', form: 'train', family: 'vae' });
    const flags = [{ name: 'data', type: 'option' } as const];
    const form = createForm({ title: '', argv: ['train', 'vae'], flags, first: ['data'], required: ['data'] });
    const open = state({ screen: { kind: 'form', form, back: { kind: 'runs' } } });
    expect(press(open, 'enter').state.screen).toMatchObject({ form: { problem: 'is needed' } });
    expect(press(open, 'i', 'q', 'enter').action).toMatchObject({ type: 'send-form', argv: ['train', 'vae', '--data=iq'] });
    expect(press(open, 'escape').state.screen).toEqual({ kind: 'runs' });
  });

  test('stops a run only after a yes', () => {
    expect(press(state(), 'c').action).toBeUndefined();
    expect(press(state(), 'c', 'n').state.screen).toEqual({ kind: 'runs' });
    expect(press(state(), 'c', 'y').action).toEqual({ type: 'stop', run: RUNS[0] });
  });

  test('says why a run cannot be stopped or gone on with', () => {
    const away = runState({ name: 'a', writer: { pid: 1, isHere: false, host: 'farm-7' } });
    expect(press(state({ runs: [away] }), 'c').state.notice).toBe('a is trained on farm-7: stop it there');
    expect(press(state({ selected: '/home/me/runs/c' }), 'c').state.notice).toBe('c is not at work');
    expect(press(state(), 'r').state.notice).toBe('a is at work');
    expect(press(state({ selected: '/home/me/runs/c' }), 'r').action).toMatchObject({ form: 'resume' });
  });

  test('leaves at once without trainings of its own, and asks with them', () => {
    expect(press(state(), 'q').action).toEqual({ type: 'leave', stopsJobs: false });
    expect(press(state({ ownJobs: 1 }), 'q').state.screen).toEqual({ kind: 'leave' });
    expect(press(state({ ownJobs: 1 }), 'q', 's').action).toEqual({ type: 'leave', stopsJobs: true });
    expect(press(state({ ownJobs: 1 }), 'q', 'n').state.screen).toEqual({ kind: 'runs' });
  });

  test('Ctrl-C asks first and leaves at the second time, from every screen; trainings go on', () => {
    const flags = [{ name: 'data', type: 'option' } as const];
    const form = createForm({ title: '', argv: [], flags, first: ['data'] });
    const typing = state({ ownJobs: 1, screen: { kind: 'form', form, back: { kind: 'runs' } } });

    expect(press(typing, 'interrupt').state.screen).toEqual({ kind: 'leave' });
    expect(press(typing, 'interrupt', 'interrupt').action).toEqual({ type: 'leave', stopsJobs: false });
    expect(press(state(), 'interrupt').action).toEqual({ type: 'leave', stopsJobs: false });
  });

  test('changes nothing where it only looks', () => {
    const looking = state({ isReadOnly: true });
    for (const letter of ['n', 'g', 'o', 'c', 'r']) expect(press(looking, letter)).toEqual({ state: looking });
  });
});

describe('pressKey on pipelines', () => {
  const PIPELINES = [pipelineState({ name: 'a' }), pipelineState({ name: 'b', state: 'failed', workers: [] })];
  const [a, b] = PIPELINES;
  const list = (change: Partial<StudioState> = {}): StudioState =>
    state({ pipelines: PIPELINES, selectedPipeline: a?.path, screen: { kind: 'pipelines' }, ...change });

  test('comes from the runs and goes back to them', () => {
    expect(press(state({ pipelines: PIPELINES }), 'p').state.screen).toEqual({ kind: 'pipelines' });
    for (const key of ['p', 'q', 'escape']) expect(press(list(), key).state.screen).toEqual({ kind: 'runs' });
  });

  test('walks through pipelines, and through the jobs of one, the urgent ones first', () => {
    expect(press(list(), 'down', 'down').state.selectedPipeline).toBe(b?.path);
    // by urgency: words, draw, icons, names, model; the first is under the cursor before any key
    expect(press(list(), 'enter').state.screen).toEqual({ kind: 'pipeline', job: undefined });
    expect(press(list(), 'enter', 'down', 'down').state.screen).toEqual({ kind: 'pipeline', job: 'icons' });
    expect(press(list(), 'enter', 'page-down').state.screen).toEqual({ kind: 'pipeline', job: 'model' });
    expect(press(list(), 'enter', 'escape').state.screen).toEqual({ kind: 'pipelines' });
  });

  test('opens the log of a job and comes back to it; says so where there is none', () => {
    const screen = { kind: 'pipeline', job: 'icons' } as const;

    expect(press(list({ screen }), 'enter').action).toEqual({
      type: 'open-log',
      log: '/home/me/.aigc/active/c/log.txt',
      back: screen,
    });
    const reading = list({ screen: { kind: 'text', title: '', lines: [], top: 0, back: screen } });
    expect(press(reading, 'q').state.screen).toEqual(screen);
    expect(press(list({ screen: { kind: 'pipeline', job: 'names' } }), 'l').state.notice).toBe('names has not been run');
  });

  test('stops one only after a yes, and only where it runs here', () => {
    expect(press(list(), 'c', 'y').action).toEqual({ type: 'stop-pipeline', pipeline: a });
    expect(press(list(), 'c', 'n')).toMatchObject({ state: { screen: { kind: 'pipelines' } } });
    expect(press(list({ selectedPipeline: b?.path }), 'c').state.notice).toBe('b is not at work');
    const away = pipelineState({ name: 'a', workers: [{ pid: 1, host: 'farm-7', isHere: false }] });
    expect(press(list({ pipelines: [away] }), 'c').state.notice).toBe('a runs on farm-7: stop it there');
  });

  test('goes on with one that rests, and begins a new one from its form', () => {
    expect(press(list(), 'r').state.notice).toBe('a is at work');
    expect(press(list({ selectedPipeline: b?.path }), 'r').action).toEqual({ type: 'run-again', pipeline: b });
    expect(press(list(), 'n').action).toEqual({ type: 'open-form', form: 'pipeline' });
    const families = [{ name: 'a pipeline', summary: '' }];
    expect(press(state({ families }), 'n', 'enter').action).toEqual({ type: 'open-form', form: 'pipeline' });
  });

  test('changes nothing where it only looks', () => {
    const looking = list({ isReadOnly: true, selectedPipeline: b?.path });
    for (const key of ['n', 'c', 'r']) expect(press(looking, key)).toEqual({ state: looking });
  });

  test('asks for names with Tab in a path, and goes to the next field elsewhere', () => {
    const flags = [
      { name: 'data', type: 'option', helpValue: 'PATH' },
      { name: 'steps', type: 'option', helpValue: 'N' },
    ] as const;
    const form = createForm({ title: '', argv: [], flags, first: ['data', 'steps'] });
    const back = { kind: 'runs' } as const;
    const filling = state({ screen: { kind: 'form', form, back } });

    expect(press(filling, 'tab').action).toEqual({ type: 'complete-path', form, back });
    expect(press(filling, 'down', 'up', 'down', 'back-tab').state.screen).toMatchObject({ form: { cursor: 0 } });
    expect(press(filling, 'down', 'tab')).toMatchObject({ state: { screen: { form: { cursor: 1 } } } });
  });

  test('puts those at work first, then the newest, and keeps the selected one', () => {
    const old = pipelineState({ name: 'old', state: 'done', startedMs: 1, jobs: [jobState({ id: 'x', state: 'done' })] });
    const young = pipelineState({ name: 'young', state: 'done', startedMs: 2 });
    const busy = pipelineState({ name: 'busy', startedMs: 0 });
    const sorted = withPipelines(list({ selectedPipeline: old.path }), [old, young, busy]);

    expect(sorted.pipelines.map(({ name }) => name)).toEqual(['busy', 'young', 'old']);
    expect(sorted.selectedPipeline).toBe(old.path);
    expect(withPipelines(list(), [young]).selectedPipeline).toBe(young.path);
  });
});

describe('withRuns', () => {
  test('keeps the selected run though the order changes, and takes the first when it has gone', () => {
    const chosen = state({ selected: '/home/me/runs/b' });
    expect(withRuns(chosen, [...RUNS].reverse()).selected).toBe('/home/me/runs/b');
    expect(withRuns(chosen, RUNS.slice(2)).selected).toBe('/home/me/runs/c');
    expect(withRuns(chosen, []).selected).toBeUndefined();
  });
});
