import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
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
      { name: 'data', type: 'option' },
      { name: 'steps', type: 'option' },
    ],
  },
  { name: 'generate', summary: 'Draw', flags: [{ name: 'seeds', type: 'option' }] },
];

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** A studio whose tool is a script, and what it shows. */
async function open(script: string, graphics: 'shades' | 'iterm' = 'shades') {
  const io = new RecordingIo({ terminal: { columns: 80, rows: 24 } });
  const folder = await RunFolder.open(join(root, 'runs'), io);
  const shown: { rows: readonly string[]; overlay: Overlay | undefined } = { rows: [], overlay: undefined };
  const studio = new Studio(
    {
      io,
      palette: createPalette(false),
      folder,
      commands: COMMANDS,
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
    await seen('> gan  Train a GAN');
    studio.press({ name: 'enter' });
    await seen('new training: gan');
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
});
