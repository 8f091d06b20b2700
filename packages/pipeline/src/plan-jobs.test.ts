import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AigcError } from '@aigc/plugin-api';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readPipeline } from './pipeline-file.js';
import { planJobs } from './plan-jobs.js';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function plan(yaml: string) {
  const path = join(root, 'p.yaml');
  await writeFile(path, yaml);
  return planJobs(await readPipeline(path), () => '1');
}

describe('planJobs', () => {
  test('orders jobs by what they refer to, not by the file', async () => {
    const jobs = await plan(`
pipeline: 1
steps:
  last: { command: a, args: ["\${steps.first}"] }
  first: { command: b, flags: { grid: true, size: [1, 2], color: false } }
`);

    expect(jobs.map(({ id }) => id)).toEqual(['first', 'last']);
    expect(jobs[0]?.argv(() => '')).toEqual(['b', '--grid', '--size=1', '--size=2', '--no-color']);
    expect(jobs[1]?.argv((id) => `/out/${id}`)).toEqual(['a', '/out/first']);
  });

  test('takes the place of an input from a variable, and a switch from the matrix', async () => {
    await writeFile(join(root, 'a.txt'), 'a');
    const jobs = await plan(`
pipeline: 1
vars: { letter: a }
inputs: { text: "\${vars.letter}.txt" }
steps:
  train: { command: t, flags: { data: "\${inputs.text}", ema: "\${matrix.ema}" }, matrix: { ema: [true, false] } }
`);

    expect(jobs.map((job) => job.argv(() => ''))).toEqual([
      ['t', `--data=${join(root, 'a.txt')}`, '--ema'],
      ['t', `--data=${join(root, 'a.txt')}`, '--no-ema'],
    ]);
  });

  test.each([
    ['an input with a variable that does not exist', 'inputs: { a: "${vars.b}" }\nsteps: {}', 'inputs.a: ${vars.b}', 'no vars'],
    [
      'a step that does not exist',
      'steps: { a: { command: x, args: ["${steps.b}"] } }',
      'there is no step called b',
      'steps are a',
    ],
    [
      'an input that does not exist',
      'steps: { a: { command: x, args: ["${inputs.b}"] } }',
      'a: ${inputs.b} stands for nothing',
      'no inputs',
    ],
    ['a matrix value of another step', 'steps: { a: { command: x, save: "${matrix.s}" } }', 'stands for nothing', 'no matrix'],
    [
      'steps that wait for each other',
      'steps: { a: { command: x, after: [b] }, b: { command: y, after: [a] } }',
      'a -> b -> a',
      '',
    ],
    [
      'one path for several outputs',
      'steps: { a: { command: x, matrix: { s: [1, 2] } }, b: { command: y, flags: { in: "${steps.a}" } } }',
      'means 2 outputs where one is needed',
      'same matrix',
    ],
    [
      'a reference of another form',
      'steps: { a: { command: x, args: ["${env.HOME}"] } }',
      '${env.HOME} is no reference',
      'inputs.NAME',
    ],
    ['an unknown field', 'steps: { a: { command: x, flag: {} } }', 'steps.a', ''],
    ['an output with folders', 'steps: { a: { command: x, out: ../../b } }', 'steps.a.out', ''],
    ['a file that is no YAML', 'steps: { a: [', 'not YAML', ''],
    ['a key twice', 'steps: {}\nsteps: {}', 'not YAML', ''],
  ])('refuses %s', async (_, yaml, message, hint) => {
    const failing = plan(`pipeline: 1\n${yaml}`);

    await expect(failing).rejects.toBeInstanceOf(AigcError);
    await expect(failing).rejects.toThrow(message);
    if (hint !== '') await expect(failing).rejects.toMatchObject({ hints: [expect.stringContaining(hint)] });
  });

  test('refuses a bomb of aliases before it goes off', async () => {
    const levels = Array.from({ length: 12 }, (_, i) => `l${i + 1}: &l${i + 1} [${new Array(9).fill(`*l${i}`).join(', ')}]`);

    await expect(plan(`pipeline: 1\nl0: &l0 [x]\n${levels.join('\n')}`)).rejects.toThrow('not YAML: Excessive alias count');
  });

  test('names an input that is missing', async () => {
    await expect(plan('pipeline: 1\ninputs: { a: nope.png }\nsteps: {}')).rejects.toMatchObject({
      code: 'E-DATA-306',
      exitCode: 10,
      path: join(root, 'nope.png'),
    });
  });
});
