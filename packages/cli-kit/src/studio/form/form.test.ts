import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createPalette } from '../../text/palette.js';
import { formRows } from '../rows/form-rows.js';
import type { PressedKey } from '../screen/pressed-key.js';
import {
  createForm,
  currentField,
  editForm,
  type Form,
  formCommand,
  isPathField,
  missingFile,
  shownFields,
  withCompletion,
  withProblem,
} from './form.js';
import type { FormFlag } from './form-field.js';

const FLAGS: readonly FormFlag[] = [
  { name: 'data', type: 'option', description: 'What to learn from', helpValue: 'PATH' },
  {
    name: 'model',
    type: 'option',
    description: 'Network to train [default: dcgan]',
    options: ['dcgan', 'texture'],
    helpGroup: 'MODEL',
  },
  { name: 'steps', type: 'option', description: 'Stop at this training step', helpValue: 'N' },
  { name: 'patience', type: 'option', description: 'Not in the form', helpValue: 'N' },
  {
    name: 'width',
    type: 'option',
    description: 'Channels [default: 32 (dcgan), 64 (texture)]',
    helpValue: 'N',
    helpGroup: 'MODEL',
  },
  { name: 'augment', type: 'boolean', description: 'Changes colours', allowNo: true, helpGroup: 'MODEL' },
  {
    name: 'noise',
    type: 'option',
    description: 'Fresh noise (texture) (from 1 to 64) [default: 4]',
    helpValue: 'N',
    helpGroup: 'MODEL',
  },
  { name: 'freeze', type: 'option', description: 'Not in the form', multiple: true, helpGroup: 'MODEL' },
];

const open = (): Form =>
  createForm({
    title: 'train gan',
    argv: ['train', 'gan'],
    flags: FLAGS,
    first: ['data', 'model', 'steps'],
    group: 'MODEL',
    required: ['data'],
  });

function type(form: Form, ...words: (string | PressedKey)[]): Form {
  const keys = words.flatMap((word): PressedKey[] =>
    typeof word === 'string' ? [...word].map((text) => ({ name: 'text', text })) : [word],
  );
  return keys.reduce(editForm, form);
}

const DOWN: PressedKey = { name: 'down' };
const RIGHT: PressedKey = { name: 'right' };

describe('form of a command', () => {
  test('has what everybody sets, then the settings of the chosen model with its defaults', () => {
    const names = (form: Form): string[] => shownFields(form).map(({ flag, initial }) => `${flag} ${initial}`);

    expect(names(open())).toEqual(['data ', 'model dcgan', 'steps ', 'width 32', 'augment ']);
    // '' -> dcgan -> texture
    const texture = type(open(), DOWN, RIGHT, RIGHT);
    expect(names(texture)).toEqual(['data ', 'model dcgan', 'steps ', 'width 64', 'augment ', 'noise 4']);
  });

  test('becomes a command line of what was filled in, and of nothing else', () => {
    const form = type(open(), 'my icons', DOWN, RIGHT, DOWN, '40', DOWN, DOWN, RIGHT, RIGHT);

    expect(formCommand(form)).toEqual({
      argv: ['train', 'gan', '--data=my icons', '--model=dcgan', '--steps=40', '--no-augment'],
    });
  });

  test('leaves out settings of a model that was chosen for a moment', () => {
    const texture = type(open(), 'icons', DOWN, RIGHT, RIGHT, DOWN, DOWN, DOWN, DOWN, '8');
    const back = type(texture, { name: 'page-up' }, DOWN, { name: 'left' });

    expect(formCommand(texture)).toMatchObject({ argv: expect.arrayContaining(['--noise=8']) });
    expect(formCommand(back)).toEqual({ argv: ['train', 'gan', '--data=icons', '--model=dcgan'] });
  });

  test('names the field that is missing or no number, and goes there', () => {
    expect(formCommand(open())).toEqual({ problem: 'is needed', cursor: 0 });
    expect(formCommand(type(open(), 'x', DOWN, DOWN, 'many'))).toEqual({ problem: 'is not a number', cursor: 2 });
  });

  test('takes back single letters, or all', () => {
    expect(shownFields(type(open(), 'ab', { name: 'backspace' }))[0]?.value).toBe('a');
    expect(shownFields(type(open(), 'ab', { name: 'clear' }))[0]?.value).toBe('');
  });

  test('shows fields around the cursor, what is wrong under the field, and what it means', () => {
    const form = { ...type(open(), DOWN, RIGHT), problem: 'is odd' };

    expect(formRows(form, { width: 39, height: 6 }, createPalette(false))).toEqual([
      '  data     needed',
      '> model    < dcgan >',
      '           ^ is odd',
      'Network to train',
    ]);
    expect(formRows(open(), { width: 79, height: 15 }, createPalette(false))).toEqual([
      '> data     _ needed',
      '  model    dcgan',
      '  steps    not set',
      '  the model; its defaults are a good beginning',
      '  width    32',
      '  augment  not set',
      ...Array(6).fill(''),
      'field 1 of 5',
      'What to learn from',
    ]);
  });

  test('lists how a path may go on at the second Tab, in place of the help, until another key', () => {
    const typed = type(open(), 'i');
    const completion = { value: 'icons-', choices: ['icons-a', 'icons-b', 'icons-c'] };
    const once = withCompletion(typed, completion);
    const twice = withCompletion(once, completion);

    expect([once.choices, twice.choices]).toEqual([[], completion.choices]);
    expect(currentField(twice)?.value).toBe('icons-');
    // three columns of 7 with two between are 25 wide
    expect(formRows(twice, { width: 26, height: 5 }, createPalette(false))).toEqual([
      '> data     icons-_',
      '  model    dcgan',
      '  steps    not set',
      '  width    32',
      'icons-a  icons-b  icons-c',
    ]);
    expect(formRows(twice, { width: 10, height: 5 }, createPalette(false)).slice(-2)).toEqual(['icons-a', 'and 2 more']);
    expect(type(twice, 'a').choices).toEqual([]);
    expect(type(twice, DOWN).choices).toEqual([]);
  });

  test('knows paths, lists and numbers that are out of range', () => {
    const flags: readonly FormFlag[] = [
      { name: 'file', type: 'option', helpValue: 'FILE', isArgument: true },
      { name: 'set', type: 'option', multiple: true, helpValue: 'NAME=VALUE' },
      { name: 'jobs', type: 'option', description: 'Steps at a time (from 1 to 256)', helpValue: 'N' },
      { name: 'work', type: 'option', helpValue: 'DIR' },
    ];
    const form = createForm({ title: 'run', argv: ['run'], flags, first: ['file', 'set', 'jobs', 'work'] });
    const filled = type(form, '-odd name ', DOWN, 'a=1  b=2', DOWN, '4', DOWN, '~/work');

    expect([isPathField(form), isPathField(type(form, DOWN)), isPathField(filled)]).toEqual([true, false, true]);
    expect(formCommand(filled)).toEqual({
      argv: ['run', './-odd name ', '--set=a=1', '--set=b=2', '--jobs=4', `--work=${join(homedir(), 'work')}`],
    });
    expect(formCommand(type(filled, { name: 'up' }, '00'))).toEqual({ problem: 'is more than 256', cursor: 2 });
  });

  test('names a file that is not there, but not one that is to be made', () => {
    const flags: readonly FormFlag[] = [
      { name: 'data', type: 'option', helpValue: 'PATH' },
      { name: 'out', type: 'option', helpValue: 'RUN' },
    ];
    const form = createForm({ title: '', argv: [], flags, first: ['data', 'out'], values: { data: '/nowhere/x', out: 'new' } });

    expect(missingFile(form, '/')).toBe('data');
    expect(withProblem(form, 'data', 'is not there')).toMatchObject({ cursor: 0, problem: 'is not there' });
    expect(missingFile(type(form, { name: 'clear' }), '/')).toBeUndefined();
  });

  test('says help in the words of a form', () => {
    const flags: readonly FormFlag[] = [
      { name: 'data', type: 'option', description: 'What to learn from (required unless --resume)', helpValue: 'PATH' },
      { name: 'budget', type: 'option', description: 'Without --steps, train until Ctrl-C' },
      { name: 'crops', type: 'boolean', description: 'Take squares [default: false]' },
    ];
    const form = createForm({ title: '', argv: [], flags, first: ['data', 'budget', 'crops'] });

    expect(form.fields.map(({ description, initial }) => [description, initial])).toEqual([
      ['What to learn from', ''],
      ['Without steps, train until it is stopped', ''],
      ['Take squares', 'no'],
    ]);
  });
});
