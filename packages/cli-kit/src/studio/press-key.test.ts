import { describe, expect, test } from '@jest/globals';
import { runState } from '../testing/run-state.js';
import { createForm } from './form/form.js';
import { type Pressed, pressKey } from './press-key.js';
import type { PressedKey } from './screen/pressed-key.js';
import type { StudioState } from './studio-state.js';
import { withRuns } from './studio-state.js';

const RUNS = [runState({ name: 'a' }), runState({ name: 'b' }), runState({ name: 'c', status: 'stopped', writer: undefined })];

function state(change: Partial<StudioState> = {}): StudioState {
  return {
    runs: RUNS,
    selected: '/home/me/runs/a',
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
    const open = state({ screen: { kind: 'form', form } });
    expect(press(open, 'enter').state.screen).toMatchObject({ form: { problem: 'data is needed' } });
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
    const typing = state({ ownJobs: 1, screen: { kind: 'form', form } });

    expect(press(typing, 'interrupt').state.screen).toEqual({ kind: 'leave' });
    expect(press(typing, 'interrupt', 'interrupt').action).toEqual({ type: 'leave', stopsJobs: false });
    expect(press(state(), 'interrupt').action).toEqual({ type: 'leave', stopsJobs: false });
  });

  test('changes nothing where it only looks', () => {
    const looking = state({ isReadOnly: true });
    for (const letter of ['n', 'g', 'o', 'c', 'r']) expect(press(looking, letter)).toEqual({ state: looking });
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
