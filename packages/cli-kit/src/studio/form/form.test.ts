import { describe, expect, test } from '@jest/globals';
import { createPalette } from '../../text/palette.js';
import { formRows } from '../rows/form-rows.js';
import type { PressedKey } from '../screen/pressed-key.js';
import { createForm, editForm, type Form, formCommand, shownFields } from './form.js';
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
    expect(formCommand(open())).toEqual({ problem: 'data is needed', cursor: 0 });
    expect(formCommand(type(open(), 'x', DOWN, DOWN, 'many'))).toEqual({ problem: 'steps is not a number', cursor: 2 });
  });

  test('takes back single letters, or all', () => {
    expect(shownFields(type(open(), 'ab', { name: 'backspace' }))[0]?.value).toBe('a');
    expect(shownFields(type(open(), 'ab', { name: 'clear' }))[0]?.value).toBe('');
  });

  test('shows fields around the cursor, what the field means, and what is wrong', () => {
    const form = { ...type(open(), DOWN, RIGHT), problem: 'data is needed' };

    expect(formRows(form, { width: 39, height: 6 }, createPalette(false))).toEqual([
      '  data     needed',
      '> model    < dcgan >',
      '  steps    -',
      'data is needed',
      'Network to train',
    ]);
  });
});
