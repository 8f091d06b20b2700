import { resolve } from 'node:path';
import { AigcError } from '@aigc/plugin-api';
import type { CommandIo } from '../output/command-io.js';
import type { PipelineSource } from '../pipeline/pipeline-state.js';
import { displayPath } from '../text/display-path.js';
import type { Palette } from '../text/palette.js';
import { printable } from '../text/printable.js';
import { completePath } from './form/complete-path.js';
import { currentField, type Form, missingFile, withCompletion, withProblem } from './form/form.js';
import { readableLog } from './log-lines.js';
import { fileOpener, openFile } from './open-file.js';
import { KITTY_CLEAR } from './pictures/kitty-picture.js';
import type { PictureDrawer } from './pictures/picture-drawer.js';
import { pressKey, type StudioAction } from './press-key.js';
import type { Frame } from './rows/frame.js';
import { studioFrame } from './rows/studio-frame.js';
import { type FinishedCommand, type Program, runCommand } from './run-programs.js';
import { logTail } from './runs/job-record.js';
import type { RunFolder } from './runs/run-folder.js';
import type { RunState } from './runs/run-state.js';
import type { Overlay } from './screen/full-screen.js';
import type { PressedKey } from './screen/pressed-key.js';
import { beginnings, generateForm, pipelineForm, resumeForm, type StudioCommand, trainForm } from './studio-commands.js';
import { type JobNews, runName, StudioJobs, stop } from './studio-jobs.js';
import { type StudioScreen, type StudioState, type TextScreen, withPipelines, withRuns } from './studio-state.js';
import { TextFiles } from './text-files.js';

/** What a studio works with. */
export interface StudioParts {
  readonly io: CommandIo;
  readonly palette: Palette;
  readonly folder: RunFolder;
  readonly commands: readonly StudioCommand[];
  /** Undefined where pipelines are not looked for. */
  readonly pipelines?: PipelineSource | undefined;
  /** Undefined where it only looks. */
  readonly program: Program | undefined;
  /** Opens on the only run of the folder. */
  readonly isSingle: boolean;
  readonly size: () => { readonly columns: number; readonly rows: number };
  readonly draw: (rows: readonly string[], overlay: Overlay | undefined) => void;
}

const LOG_LINES = 200;
/** The studio between its terminal and the runs: keys come in, frames go out, commands are started. */
export class Studio {
  readonly #parts: StudioParts;
  readonly #drawer: PictureDrawer;
  readonly #jobs: StudioJobs | undefined;
  readonly #texts = new TextFiles(() => this.draw());
  readonly #commandsStop = new AbortController();
  readonly #leave: () => void;
  readonly #fail: (error: unknown) => void;
  /** Settles when the studio is left: with how many of its trainings go on. */
  readonly left: Promise<number>;
  #state: StudioState;
  /** Keys that wait until a path is completed, so that who types fast gets what a shell would give; undefined while none is. */
  #held: PressedKey[] | undefined;
  /** Process of a pipeline that was started and is not on disk yet. */
  #awaitedPid: number | undefined;

  constructor(parts: StudioParts, createDrawer: (onReady: () => void) => PictureDrawer) {
    this.#parts = parts;
    this.#drawer = createDrawer(() => this.draw());
    const { promise, resolve: leave, reject } = deferred<number>();
    this.left = promise;
    this.#leave = () => leave(this.#jobs?.count ?? 0);
    this.#fail = reject;
    const { program, io, folder } = parts;
    const tell = (news: JobNews): void => this.#set(news);
    this.#jobs = program === undefined ? undefined : new StudioJobs({ program, io, runs: folder.path, tell, fail: reject });
    this.#state = {
      runs: [],
      selected: undefined,
      pipelines: [],
      selectedPipeline: undefined,
      screen: parts.isSingle ? { kind: 'run', sample: 0 } : { kind: 'runs' },
      notice: undefined,
      busy: [],
      isReadOnly: parts.program === undefined,
      families: beginnings(parts.commands),
      folder: displayPath(parts.folder.path, parts.io.cwd),
      ownJobs: 0,
    };
  }

  /** Looks at the runs and pipelines, and at a log that is shown, and draws what has changed. */
  async poll(): Promise<void> {
    const { folder, pipelines, io } = this.#parts;
    const [runs, found = []] = await Promise.all([folder.poll(), pipelines?.poll(io.today().getTime())]);
    this.#state = withPipelines(withRuns(this.#state, runs), found);
    const awaited = found.find(({ workers }) => workers.some(({ pid }) => pid === this.#awaitedPid));
    if (awaited !== undefined) {
      this.#state = { ...this.#state, selectedPipeline: awaited.path };
      this.#awaitedPid = undefined;
    }
    const { screen } = this.#state;
    if (screen.kind === 'text' && screen.log !== undefined) await this.#followLog(screen, screen.log);
    this.draw();
  }

  readonly press = (key: PressedKey): void => {
    if (this.#held !== undefined && key.name !== 'interrupt') {
      this.#held.push(key);
      return;
    }
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
    const frame = studioFrame(this.#state, {
      ...size(),
      palette,
      cwd: io.cwd,
      nowMs: io.today().getTime(),
      textOf: (path) => this.#texts.get(path),
    });
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
        return this.#send(action);
      case 'complete-path':
        return this.#complete(action);
      case 'report':
        return this.#report(action.run);
      case 'stop':
        this.#parts.folder.noteStop(action.run.path);
        return this.#set({ notice: stop(action.run) });
      case 'stop-pipeline':
        return this.#set({ notice: stop(action.pipeline) });
      case 'run-again':
        return this.#runPipeline(action.pipeline.argv);
      case 'open-log':
        return this.#openLog(action);
      case 'leave':
        if (action.stopsJobs) this.#jobs?.stopAll();
        this.#leave();
    }
  }

  #openForm(action: Extract<StudioAction, { type: 'open-form' }>): void {
    const { commands, io, folder } = this.#parts;
    const out = (family: string): string => `${displayPath(folder.path, io.cwd)}/${runName(family, io.today())}`;
    const formOf = (): Form | undefined => {
      if (action.form === 'pipeline') return pipelineForm(commands);
      if (action.form === 'train') return trainForm(commands, action.family, out(action.family));
      return action.form === 'resume' ? resumeForm(commands, action.run) : generateForm(commands, action.run);
    };
    const form = formOf();
    const back: StudioScreen = { kind: action.form === 'pipeline' ? 'pipelines' : 'runs' };
    if (form === undefined) this.#set({ notice: 'no installed plugin has a command for that' });
    else this.#set({ screen: { kind: 'form', form, back } });
  }

  async #send({ form, argv }: Extract<StudioAction, { type: 'send-form' }>): Promise<void> {
    const missing = missingFile(form, this.#parts.io.cwd);
    if (missing !== undefined) {
      const back: StudioScreen = { kind: argv[0] === 'run' ? 'pipelines' : 'runs' };
      return this.#set({ screen: { kind: 'form', form: withProblem(form, missing, 'is not there'), back } });
    }
    if (argv[0] === 'run') return this.#runPipeline(argv);
    if (argv[0] !== 'train') return this.#generate(argv);
    const selected = await this.#jobs?.train(argv);
    if (selected === undefined) return;
    this.#state = { ...this.#state, selected };
    await this.poll();
    this.#set({ selected });
  }

  /** The pipeline is selected as soon as it is seen. */
  async #runPipeline(argv: readonly string[]): Promise<void> {
    this.#awaitedPid = await this.#jobs?.runPipeline(argv);
  }

  async #complete({ form, back }: Extract<StudioAction, { type: 'complete-path' }>): Promise<void> {
    const field = currentField(form);
    if (field === undefined) return;
    this.#held = [];
    const foldersOnly = field.kind === 'folder';
    const completion = await completePath(field.value, { cwd: this.#parts.io.cwd, foldersOnly });
    const { screen } = this.#state;
    // it may have been left by Ctrl-C
    if (screen.kind === 'form' && screen.form === form) {
      this.#set({ screen: { kind: 'form', form: withCompletion(form, completion), back } });
    }
    const held = this.#held;
    this.#held = undefined;
    for (const key of held) this.press(key);
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
        screen: { kind: 'text', title: 'generated', lines: lines.map(printable), top: 0, back: { kind: 'runs' } },
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

  async #openLog({ log, back }: Extract<StudioAction, { type: 'open-log' }>): Promise<void> {
    const title = displayPath(log, this.#parts.io.cwd);
    this.#set({ screen: { kind: 'text', title, log, lines: await this.#logLines(log), top: 0, back } });
  }

  /** A log grows under who looks at its end; who has scrolled up is left where he is. */
  async #followLog(screen: TextScreen, log: string): Promise<void> {
    if (screen.top > 0) return;
    const lines = await this.#logLines(log);
    if (this.#state.screen === screen) this.#state = { ...this.#state, screen: { ...screen, lines } };
  }

  async #logLines(log: string): Promise<string[]> {
    return readableLog(await logTail(log, LOG_LINES), this.#parts.io.cwd);
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

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: unknown) => void } {
  let resolvePromise: (value: T) => void = () => {};
  let rejectPromise: (error: unknown) => void = () => {};
  const promise = new Promise<T>((done, fail) => {
    resolvePromise = done;
    rejectPromise = fail;
  });
  return { promise, resolve: resolvePromise, reject: rejectPromise };
}
