import { basename, resolve } from 'node:path';
import { defaultRunDir } from '@aigc/core';
import { AigcError } from '@aigc/plugin-api';
import type { CommandIo } from '../output/command-io.js';
import { displayPath } from '../text/display-path.js';
import type { Palette } from '../text/palette.js';
import { printable } from '../text/printable.js';
import { fileOpener, openFile } from './open-file.js';
import { KITTY_CLEAR } from './pictures/kitty-picture.js';
import type { PictureDrawer } from './pictures/picture-drawer.js';
import { pressKey, type StudioAction } from './press-key.js';
import type { Frame } from './rows/frame.js';
import { studioFrame } from './rows/studio-frame.js';
import { type FinishedCommand, type Program, runCommand, startJob } from './run-programs.js';
import { logTail } from './runs/job-record.js';
import { failureOf, type RunFolder } from './runs/run-folder.js';
import type { RunState } from './runs/run-state.js';
import type { Overlay } from './screen/full-screen.js';
import type { PressedKey } from './screen/pressed-key.js';
import {
  flagValue,
  generateForm,
  plannedLimits,
  resumeForm,
  type StudioCommand,
  trainableFamilies,
  trainForm,
} from './studio-commands.js';
import { type StudioState, withRuns } from './studio-state.js';
import { TextFiles } from './text-files.js';

/** What a studio works with. */
export interface StudioParts {
  readonly io: CommandIo;
  readonly palette: Palette;
  readonly folder: RunFolder;
  readonly commands: readonly StudioCommand[];
  /** Undefined where it only looks. */
  readonly program: Program | undefined;
  /** Opens on the only run of the folder. */
  readonly isSingle: boolean;
  readonly size: () => { readonly columns: number; readonly rows: number };
  readonly draw: (rows: readonly string[], overlay: Overlay | undefined) => void;
}

const LOG_LINES = 200;
/** A training that was told to stop ends with one of these. */
const STOPPED = [130, 143];

/** The studio between its terminal and the runs: keys come in, frames go out, commands are started. */
export class Studio {
  readonly #parts: StudioParts;
  readonly #drawer: PictureDrawer;
  readonly #ownJobs = new Map<string, number>();
  readonly #texts = new TextFiles(() => this.draw());
  readonly #commandsStop = new AbortController();
  readonly #leave: () => void;
  readonly #fail: (error: unknown) => void;
  /** Settles when the studio is left: with how many of its trainings go on. */
  readonly left: Promise<number>;
  #state: StudioState;

  constructor(parts: StudioParts, createDrawer: (onReady: () => void) => PictureDrawer) {
    this.#parts = parts;
    this.#drawer = createDrawer(() => this.draw());
    const { promise, resolve: leave, reject } = deferred<number>();
    this.left = promise;
    this.#leave = () => leave(this.#ownJobs.size);
    this.#fail = reject;
    this.#state = {
      runs: [],
      selected: undefined,
      screen: parts.isSingle ? { kind: 'run', sample: 0 } : { kind: 'runs' },
      notice: undefined,
      busy: [],
      isReadOnly: parts.program === undefined,
      families: trainableFamilies(parts.commands),
      folder: displayPath(parts.folder.path, parts.io.cwd),
      ownJobs: 0,
    };
  }

  /** Looks at the runs and draws what has changed. */
  async poll(): Promise<void> {
    const runs = await this.#parts.folder.poll();
    this.#state = withRuns(this.#state, runs);
    this.draw();
  }

  readonly press = (key: PressedKey): void => {
    const { state, action } = pressKey(this.#state, key);
    this.#state = state;
    if (action !== undefined) void this.#perform(action).catch((error) => this.#explain(error));
    this.draw();
  };

  /** Stops the commands that are waited for; trainings go on. */
  close(): void {
    this.#commandsStop.abort();
  }

  readonly draw = (): void => {
    const { io, palette, size } = this.#parts;
    const frame = studioFrame(this.#state, { ...size(), palette, cwd: io.cwd, textOf: (path) => this.#texts.get(path) });
    const picture = frame.picture === undefined ? undefined : this.#drawer.get(frame.picture.path, frame.picture);
    const rows = picture?.kind === 'rows' ? withPicture(frame, picture.rows) : frame.rows;
    const isOverlay = frame.picture !== undefined && picture?.kind === 'sequence';
    this.#parts.draw(rows, isOverlay ? this.#overlay(frame.picture, picture.sequence) : undefined);
  };

  #overlay({ row, column, rows }: { row: number; column: number; rows: number }, sequence: string): Overlay {
    return { row, column, rows, sequence, clear: this.#drawer.graphics === 'kitty' ? KITTY_CLEAR : '' };
  }

  #set(change: Partial<StudioState>): void {
    this.#state = { ...this.#state, ...change };
    this.draw();
  }

  async #perform(action: StudioAction): Promise<void> {
    switch (action.type) {
      case 'open-form':
        return this.#openForm(action);
      case 'send-form':
        return action.argv[0] === 'train' ? this.#train(action.argv) : this.#generate(action.argv);
      case 'report':
        return this.#report(action.run);
      case 'stop':
        return this.#stop(action.run);
      case 'open-log':
        return this.#openLog(action.run);
      case 'leave':
        if (action.stopsJobs) this.#stopOwnJobs();
        this.#leave();
    }
  }

  #openForm(action: Extract<StudioAction, { type: 'open-form' }>): void {
    const { commands, io, folder } = this.#parts;
    const out = (family: string): string => `${displayPath(folder.path, io.cwd)}/${runName(family, io.today())}`;
    const form =
      action.form === 'train'
        ? trainForm(commands, action.family, out(action.family))
        : action.form === 'resume'
          ? resumeForm(commands, action.run)
          : generateForm(commands, action.run);
    if (form === undefined) this.#set({ notice: 'no installed plugin has a command for that' });
    else this.#set({ screen: { kind: 'form', form } });
  }

  async #train(argv: readonly string[]): Promise<void> {
    const { program, io, folder } = this.#parts;
    if (program === undefined) return;
    const given = flagValue(argv, 'resume') ?? flagValue(argv, 'out');
    const path = resolve(io.cwd, given ?? `${folder.path}/${runName(argv[1] ?? 'run', io.today())}`);
    const words = given === undefined ? [...argv, `--out=${path}`] : argv;
    const job = await startJob(program, folder.path, { run: path, argv: words, startedAt: io.today(), ...plannedLimits(words) });
    this.#ownJobs.set(path, job.pid);
    const name = displayPath(path, io.cwd);
    this.#state = { ...this.#state, selected: path };
    this.#set({ notice: `started ${name}`, ownJobs: this.#ownJobs.size });
    void job.ended.then((exitCode) => this.#noteEnd(path, exitCode, job.log)).catch(this.#fail);
    await this.poll();
    this.#set({ selected: path });
  }

  async #noteEnd(path: string, exitCode: number | null, log: string): Promise<void> {
    this.#ownJobs.delete(path);
    const name = displayPath(path, this.#parts.io.cwd);
    const isStopped = exitCode !== null && STOPPED.includes(exitCode);
    const failure = exitCode === 0 || isStopped ? undefined : `${name}: ${(await failureOf(log)) ?? 'it was killed'}`;
    this.#set({ ownJobs: this.#ownJobs.size, notice: failure ?? `${name} ${isStopped ? 'has stopped' : 'is ready'}` });
  }

  async #generate(argv: readonly string[]): Promise<void> {
    const finished = await this.#run(argv);
    if (finished === undefined) return;
    const lines = finished.stdout.trimEnd().split('\n');
    const sheet = lines.find((line) => line.endsWith('grid.png')) ?? lines.find((line) => line.endsWith('.png'));
    // who has gone on to something else is not disturbed
    const isFree = this.#state.screen.kind === 'runs' || this.#state.screen.kind === 'run';
    if (sheet !== undefined) {
      const path = resolve(this.#parts.io.cwd, sheet);
      this.#set({ notice: `drawn: ${sheet}`, ...(isFree ? { screen: { kind: 'picture', title: 'generated', path } } : {}) });
    } else if (isFree) {
      this.#set({
        screen: { kind: 'text', title: 'generated', lines: lines.map(printable), top: 0 },
      });
    }
  }

  async #report(run: RunState): Promise<void> {
    const finished = await this.#run(['report', run.path]);
    if (finished === undefined) return;
    const page = finished.stdout.trim().split('\n').at(-1) ?? '';
    const opener = fileOpener(this.#parts.io.env);
    if (opener !== undefined) openFile(resolve(this.#parts.io.cwd, page), opener);
    this.#set({ notice: `${opener === undefined ? 'report written' : 'opening'}: ${page}` });
  }

  /** A short command; undefined where it failed, which has been told. */
  async #run(argv: readonly string[]): Promise<FinishedCommand | undefined> {
    const { program, io } = this.#parts;
    if (program === undefined) return undefined;
    const title = `${argv[0]} ${displayPath(argv.find((word) => word.includes('/')) ?? '', io.cwd)}`;
    this.#set({ busy: [...this.#state.busy, title] });
    const finished = await runCommand(program, argv, this.#commandsStop.signal);
    this.#set({ busy: this.#state.busy.filter((other) => other !== title) });
    if (finished.exitCode === 0) return finished;
    const lines = printable(finished.stderr).trim().split('\n');
    this.#set({ notice: lines.find((line) => line.startsWith('error')) ?? lines.at(-1) ?? `${title} failed` });
    return undefined;
  }

  #stop(run: RunState): void {
    if (run.writer === undefined) return;
    try {
      process.kill(run.writer.pid, 'SIGTERM');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      this.#set({ notice: code === 'ESRCH' ? `${run.name} has ended already` : `${run.name} belongs to someone else: ${code}` });
      return;
    }
    this.#parts.folder.noteStop(run.path);
    this.#set({ notice: `${run.name} stops after this step` });
  }

  #stopOwnJobs(): void {
    for (const pid of this.#ownJobs.values()) {
      try {
        process.kill(pid, 'SIGTERM');
      } catch {
        // it has ended meanwhile
      }
    }
    this.#ownJobs.clear();
  }

  async #openLog(run: RunState): Promise<void> {
    if (run.log === undefined) return;
    const lines = await logTail(run.log, LOG_LINES);
    this.#set({ screen: { kind: 'text', title: displayPath(run.log, this.#parts.io.cwd), lines, top: 0 } });
  }

  /** What a person can change is told; anything else ends the studio. */
  #explain(error: unknown): void {
    if (AigcError.isInstance(error)) this.#set({ notice: `error[${error.code}]: ${error.message}` });
    else this.#fail(error);
  }
}

/** The rows with a picture made of characters where it belongs. */
function withPicture({ rows, picture }: Frame, drawn: readonly string[]): readonly string[] {
  if (picture === undefined) return rows;
  return rows.map((row, i) => row + (drawn[i - picture.row] ?? ''));
}

/** `gan-20261123-141500`, as `train` would call it. */
function runName(family: string, date: Date): string {
  return basename(defaultRunDir(family, date));
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: unknown) => void } {
  let resolvePromise: (value: T) => void = () => {};
  let rejectPromise: (error: unknown) => void = () => {};
  const promise = new Promise<T>((done, fail) => {
    resolvePromise = done;
    rejectPromise = fail;
  });
  return { promise, resolve: resolvePromise, reject: rejectPromise };
}
