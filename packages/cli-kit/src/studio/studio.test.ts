import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { PipelineState } from '../pipeline/pipeline-state.js';
import { jobState, pipelineState } from '../testing/pipeline-state.js';
import { RecordingIo } from '../testing/recording-io.js';
import { runState } from '../testing/run-state.js';
import { createPalette } from '../text/palette.js';
import { PictureDrawer } from './pictures/picture-drawer.js';
import { RunFolder } from './runs/run-folder.js';
import type { Overlay } from './screen/full-screen.js';
import { Studio } from './studio.js';
import type { StudioCommand } from './studio-commands.js';

/** Pictures of one colour, as large as they are wanted. */
const CODEC = {
  load: async () => ({ width: 1, height: 1, data: Uint8Array.of(255, 0, 0) }),
  fit: async (_: unknown, width: number, height: number) => ({
    width,
    height,
    data: new Uint8Array(width * height * 3).fill(255),
  }),
  encodePng: async () => Uint8Array.of(1, 2, 3),
};
const COMMANDS: readonly StudioCommand[] = [
  {
    name: 'train gan',
    summary: 'Train a GAN',
    flags: [
      { name: 'data', type: 'option', helpValue: 'PATH' },
      { name: 'steps', type: 'option' },
    ],
  },
  {
    name: 'run',
    summary: 'Run a pipeline',
    flags: [
      { name: 'file', type: 'option', helpValue: 'FILE', isArgument: true },
      { name: 'set', type: 'option', multiple: true },
      { name: 'work', type: 'option', helpValue: 'DIR' },
    ],
  },
  { name: 'generate', summary: 'Draw', flags: [{ name: 'seeds', type: 'option' }] },
];

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A terminal in the folder of the test. */
class InFolderIo extends RecordingIo {
  override readonly cwd = root;

  constructor() {
    super({ terminal: { columns: 80, rows: 24 } });
  }
}

/** A studio whose tool is a script, and what it shows. */
async function open(script: string, graphics: 'shades' | 'iterm' = 'shades', pipelines: PipelineState[] = []) {
  const io = new InFolderIo();
  const folder = await RunFolder.open(join(root, 'runs'), io);
  const shown: { rows: readonly string[]; overlay: Overlay | undefined } = { rows: [], overlay: undefined };
  const studio = new Studio(
    {
      io,
      palette: createPalette(false),
      folder,
      commands: COMMANDS,
      pipelines: { poll: async () => pipelines },
      program: { words: [process.execPath, '-e', script, '--'], cwd: root, env: process.env },
      isSingle: false,
      size: () => ({ columns: 80, rows: 24 }),
      draw: (rows, overlay) => Object.assign(shown, { rows, overlay }),
    },
    (onReady) => new PictureDrawer(CODEC, { graphics }, onReady),
  );
  const type = (text: string): void => {
    for (const letter of text) studio.press({ name: 'text', text: letter });
  };
  const seen = async (text: string): Promise<void> => {
    while (!shown.rows.join('\n').includes(text)) await new Promise((done) => setTimeout(done, 10));
  };
  return { io, folder, studio, shown, type, seen };
}

describe('Studio', () => {
  test('starts a training from the form: its words, its log, its end', async () => {
    const { studio, type, seen } = await open('console.log(process.argv.slice(1).join(" "))');
    await studio.poll();
    type('n');
    await seen('> gan         Train a GAN');
    studio.press({ name: 'enter' });
    await seen('new training: gan');
    await mkdir(join(root, 'icons'));
    type('icons');
    studio.press({ name: 'down' });
    type('7');
    studio.press({ name: 'enter' });

    // the clock of the test says 14:15 on 23 November 2026
    await seen('gan-20261123-141500 is ready');
    expect(await readFile(join(root, 'runs', '.jobs', 'gan-20261123-141500.log'), 'utf8')).toBe(
      `train gan --data=icons --steps=7 --out=${join(root, 'runs', 'gan-20261123-141500')}\n`,
    );
  });

  test('tells why a training failed, and is left without a question when none is at work', async () => {
    const { studio, type, seen } = await open('console.error("error[E-DATA-002]: no pictures"); process.exit(10)');
    await studio.poll();
    type('n');
    studio.press({ name: 'enter' });
    await seen('new training: gan');
    await mkdir(join(root, 'icons'));
    type('icons');
    studio.press({ name: 'enter' });

    await seen('gan-20261123-141500: error[E-DATA-002]: no pictures');
    type('q');
    expect(await studio.left).toBe(0);
  });

  test('shows what a command wrote', async () => {
    const { studio, folder, type, seen, shown } = await open('console.log("To be, or not")');
    folder.poll = async () => [runState({ metrics: [] })];
    await studio.poll();
    type('g');
    await seen('generate with icons');
    studio.press({ name: 'enter' });

    await seen('To be, or not');
    expect(shown.rows[0]).toMatch(/^generated /);
  });

  test('draws the newest sample in characters, or through the graphics of the terminal', async () => {
    const inCharacters = await open('');
    inCharacters.folder.poll = async () => [runState()];
    await inCharacters.studio.poll();
    // 24 rows less heading, table of two, empty one, notice and keys are 18; two columns a row, all white
    await inCharacters.seen('@'.repeat(36));
    expect(inCharacters.shown.overlay).toBeUndefined();

    const { studio, folder, shown } = await open('', 'iterm');
    folder.poll = async () => [runState()];
    await studio.poll();
    while (shown.overlay === undefined) await new Promise((done) => setTimeout(done, 10));
    expect(shown.overlay).toMatchObject({ row: 4, column: 79 - 36, sequence: expect.stringContaining(':AQID') });
  });

  test('says at the field that a file is not there, and starts nothing', async () => {
    const { studio, type, seen } = await open('');
    await studio.poll();
    type('n');
    studio.press({ name: 'enter' });
    await seen('new training: gan');
    type('icons');
    studio.press({ name: 'enter' });

    await seen('^ is not there');
    expect(await readdir(root)).toEqual([]);
  });

  test('completes a path with Tab as a shell does: what is certain, then a list', async () => {
    await mkdir(join(root, 'my icons', 'red'), { recursive: true });
    await mkdir(join(root, 'my icons', 'reed'));
    await writeFile(join(root, 'my icons', '-rf'), '');
    const { studio, type, seen } = await open('');
    await studio.poll();
    type('n');
    studio.press({ name: 'enter' });
    await seen('new training: gan');

    type('m');
    studio.press({ name: 'tab' });
    await seen('my icons/_');
    type('r');
    studio.press({ name: 'tab' });
    await seen('my icons/re_');
    studio.press({ name: 'tab' });
    await seen('red/   reed/');
    type('d');
    studio.press({ name: 'tab' });
    await seen('my icons/red/_');
    studio.press({ name: 'tab' });
    await seen('^ there is nothing');
    for (let i = 0; i < 4; i++) studio.press({ name: 'backspace' });
    type('-');
    studio.press({ name: 'tab' });
    await seen('my icons/-rf_');
  });

  test('completes for who types fast as for who waits: keys after Tab come after what it does', async () => {
    await mkdir(join(root, 'data', 'red'), { recursive: true });
    await mkdir(join(root, 'data', 'reed'));
    const { studio, type, seen } = await open('');
    await studio.poll();
    type('n');
    studio.press({ name: 'enter' });
    await seen('new training: gan');

    type('d');
    studio.press({ name: 'tab' });
    type('r');
    studio.press({ name: 'tab' });
    studio.press({ name: 'tab' });
    await seen('red/   reed/');
    await seen('data/re_');
  });

  test('runs a pipeline from its form, and tells of its end', async () => {
    await writeFile(join(root, 'day.yaml'), '');
    const { studio, type, seen } = await open('console.log(process.argv.slice(1).join(" "))');
    await studio.poll();
    type('p');
    await seen('No pipelines were run');
    type('n');
    await seen('run a pipeline');
    type('da');
    studio.press({ name: 'tab' });
    await seen('day.yaml_');
    studio.press({ name: 'down' });
    type('steps=2 size=8');
    studio.press({ name: 'enter' });

    await seen('pipeline day is ready');
    expect(await readFile(join(root, 'runs', '.jobs', 'day-20261123-141500.log'), 'utf8')).toBe(
      'run day.yaml --set=steps=2 --set=size=8\n',
    );
  });

  test('goes on with a pipeline by the words that it was begun with', async () => {
    const stopped = pipelineState({ state: 'stopped', workers: [], argv: ['run', '/x/medallions.yaml', '--jobs=2'] });
    const { studio, type, seen } = await open('process.exit(50)', 'shades', [stopped]);
    await studio.poll();
    type('pr');

    await seen('pipeline medallions has ended; some of it failed');
  });

  test('follows the log of a job at its end, and stays where someone has scrolled to', async () => {
    const log = join(root, 'log.txt');
    await writeFile(log, `${Array.from({ length: 30 }, (_, i) => `line ${i}`).join('\n')}\n`);
    const jobs = [jobState({ id: 'words', state: 'running', log })];
    const { studio, type, seen, shown } = await open('', 'shades', [pipelineState({ jobs })]);
    await studio.poll();
    type('p');
    studio.press({ name: 'enter' });
    studio.press({ name: 'enter' });
    await seen('line 29');

    await appendFile(log, 'the end\n');
    await studio.poll();
    expect(shown.rows.join('\n')).toContain('the end');
    type('k');
    await appendFile(log, 'after all\n');
    await studio.poll();
    expect(shown.rows.join('\n')).not.toContain('after all');
  });
});
