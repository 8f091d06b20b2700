import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '../errors/usage-error.js';
import type { CommandIo } from '../output/command-io.js';
import { hasColor } from '../output/has-color.js';
import { isTruthy } from '../output/is-truthy.js';
import type { PipelineSource } from '../pipeline/pipeline-state.js';
import { createPalette } from '../text/palette.js';
import { chooseGraphics } from './pictures/graphics.js';
import type { PictureCodec } from './pictures/picture.js';
import type { Program } from './run-programs.js';
import type { StudioCommand } from './studio-commands.js';

/** What the host gives to its studio. */
export interface OpenStudioOptions {
  readonly io: CommandIo;
  readonly argv: readonly string[];
  /** Folder of runs, or one run; relative to the current folder. */
  readonly path: string;
  readonly codec: PictureCodec;
  /** Undefined where pipelines are not looked for. */
  readonly pipelines?: PipelineSource | undefined;
  /** Leaves the studio; what it started goes on. */
  readonly signal: AbortSignal;
  /** Undefined where it is only looked at: then nothing is started or stopped. */
  readonly program?: Program | undefined;
  readonly commands?: readonly StudioCommand[];
  /** The folder is one run. */
  readonly isSingle?: boolean;
  /** What to do without a terminal. */
  readonly hints: readonly string[];
}

/** Time between two looks at the runs, in ms. */
const POLL_MS = 1000;

/** Is there a person at a terminal who can be shown a full screen and asked for keys? */
export function isAttended({ env, stderr }: CommandIo, input: { readonly isTTY?: boolean | undefined } = process.stdin): boolean {
  const isCi = env.CI !== undefined && env.CI !== '' && env.CI !== '0' && env.CI !== 'false';
  return input.isTTY === true && stderr.isTTY === true && !isCi && env.TERM !== 'dumb' && !isTruthy(env.AIGC_NO_INPUT);
}

/**
 * Opens the studio on the terminal until it is left.
 *
 * @returns how many trainings and pipelines that it started go on
 * @throws UsageError E-CLI-022 where there is no terminal.
 */
export async function openStudio(options: OpenStudioOptions): Promise<number> {
  const { io, argv, signal } = options;
  if (!isAttended(io)) {
    throw new UsageError('E-CLI-022', 'this view needs a terminal', { note: 'nothing was changed', hints: options.hints });
  }
  // ink costs 300 ms to load, and core as much
  const [{ StudioTerminal }, { Studio }, { RunFolder }, { PictureDrawer }] = await Promise.all([
    import('./screen/studio-terminal.js'),
    import('./studio.js'),
    import('./runs/run-folder.js'),
    import('./pictures/picture-drawer.js'),
  ]);
  const color = hasColor(io.stderr, io.env, argv);
  const terminal = new StudioTerminal(io.stderr);
  const reply = color ? await terminal.query() : undefined;
  const drawing = { graphics: chooseGraphics(io.env, color, reply), cell: reply?.cell };
  const { path, commands = [], program, isSingle = false, codec, pipelines } = options;
  const studio = new Studio(
    {
      io,
      palette: createPalette(color),
      folder: await RunFolder.open(path, io),
      commands,
      pipelines,
      program,
      isSingle,
      size: () => terminal.size,
      draw: terminal.draw,
    },
    (onReady) => new PictureDrawer(codec, drawing, onReady),
  );
  terminal.open({ onKey: studio.press, onResize: studio.draw });
  try {
    return await pollUntilLeft(studio, signal);
  } finally {
    studio.close();
    terminal.close();
  }
}

/** Looks at the runs once a second until a person leaves or a signal comes. */
async function pollUntilLeft(
  studio: { poll(): Promise<void>; readonly left: Promise<number> },
  signal: AbortSignal,
): Promise<number> {
  const end = new AbortController();
  const polling = async (): Promise<never> => {
    for (;;) {
      await studio.poll();
      await sleep(POLL_MS, undefined, { signal: AbortSignal.any([signal, end.signal]) });
    }
  };
  try {
    return await Promise.race([studio.left, polling()]);
  } finally {
    end.abort();
  }
}
