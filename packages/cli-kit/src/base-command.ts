import { AigcError, type ArtifactEvent, EXIT, type TrainingEvent } from '@aigc/plugin-api';
import { Command, type Interfaces } from '@oclif/core';
import { reportArtifacts } from './artifacts/report-artifacts.js';
import { errorFacts, renderError, renderStack } from './errors/render-error.js';
import { toFailure } from './errors/to-failure.js';
import { UsageError } from './errors/usage-error.js';
import { globalFlags } from './flags/global-flags.js';
import { asksFor, valueAsked } from './output/asked.js';
import { type CommandIo, processIo } from './output/command-io.js';
import { type CommandEvent, EventLog } from './output/event-log.js';
import { guardStdout } from './output/guard-stdout.js';
import { hasColor } from './output/has-color.js';
import { outputMode } from './output/output-mode.js';
import type { ReportContext } from './output/report-context.js';
import { type FileValue, fileValues, withFileDefaults } from './settings/command-settings.js';
import { readFileSettings } from './settings/file-settings.js';
import type { AnyFlag } from './settings/read-file-value.js';
import { takesSettings } from './settings/settable-flags.js';
import { StopSignal } from './signals/stop-signal.js';
import { createPalette } from './text/palette.js';
import { reportTraining, type TrainingEnd } from './training/report-training.js';

/**
 * What every aigc command extends: results on stdout, progress on stderr, errors as `error[CODE]: …` with the right exit code.
 *
 * ```ts
 * export default class CgMesh extends BaseCommand {
 *   static override summary = 'Make a glTF mesh from a material';
 *   static override args = { material: Args.string({ required: true, description: 'Folder of the material' }) };
 *   static override flags = { out: Flags.string({ required: true, env: 'AIGC_OUT', helpValue: 'FILE', description: 'The .glb to write' }) };
 *
 *   async run(): Promise<MeshResult> {
 *     const { args, flags } = await this.parse(CgMesh);
 *     const { writeMesh } = await import('../../mesh/write-mesh.js');   // heavy modules are loaded here, never at the top
 *     return this.reportArtifacts(writeMesh({ materialDir: args.material, out: flags.out, signal: this.signal }));
 *   }
 * }
 * ```
 *
 * - What `run()` returns is the result under `--json`: `{"status": "ok", "result": …, "warnings": […]}`.
 * - Throw an AigcError for what the user, the data or the machine caused; anything else is reported as a bug (exit 70).
 * - `this.signal` aborts at the first Ctrl-C or SIGTERM; the second one leaves at once. Commands that never read it die as usual.
 * - What a configuration file says about a flag stands between environment and default: nothing is to be done for it.
 * - Training commands extend TrainCommand and call `this.reportTraining(events)`.
 */
export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true;
  static override baseFlags = globalFlags;

  /** Streams, environment and clock; a test replaces them. */
  protected io: CommandIo = processIo;
  readonly #warnings: string[] = [];
  #stop: StopSignal | undefined;
  #hasView = false;
  #hasStreamed = false;
  #hasDocument = false;
  #isStdoutBroken = false;
  #events: EventLog | undefined;
  #fileValues: ReadonlyMap<string, FileValue> = new Map();

  /** Aborted by the first SIGINT, SIGTERM or SIGHUP. Pass it to the service; listening starts when this is first read. */
  protected get signal(): AbortSignal {
    this.#stop ??= new StopSignal(() => this.#announceStop());
    return this.#stop.signal;
  }

  /** The command as a person types it, e.g. `train gan`. */
  protected get commandName(): string {
    return (this.id ?? '').replaceAll(':', ' ');
  }

  /** Is progress not to be told as text: under `--quiet`, or since events take its place on stderr? */
  protected get isQuiet(): boolean {
    return this.#asks('--quiet', 'AIGC_QUIET') || this.#events?.isOnStderr === true;
  }

  /** By flag: the values in use that stand in configuration files. */
  protected get fileValues(): ReadonlyMap<string, FileValue> {
    return this.#fileValues;
  }

  /** One event for `--events`; what `reportTraining` and `reportArtifacts` follow is told without this. */
  protected emitEvent(event: CommandEvent | { readonly type: string }): void {
    this.#events?.write(event);
  }

  protected override async parse<
    F extends { [flag: string]: unknown },
    B extends { [flag: string]: unknown },
    A extends { [arg: string]: unknown },
  >(
    options: Interfaces.Input<F, B, A> = this.ctor as Interfaces.Input<F, B, A>,
    argv = this.argv,
  ): Promise<Interfaces.ParserOutput<F, B, A>> {
    const flags = (options.flags ?? {}) as { readonly [name: string]: AnyFlag };
    const id = this.id ?? '';
    const files = takesSettings(id) ? await readFileSettings(this.config, id, this.io.cwd) : [];
    const values = await fileValues(flags, files);
    const { args, baseFlags, enableJsonFlag, strict } = options;
    const own = { args, baseFlags, enableJsonFlag, strict, flags: withFileDefaults(flags, values) };
    const parsed = await super.parse({ ...options, ...own } as unknown as typeof options, argv);
    const isUsed = (name: string): boolean => parsed.metadata.flags[name]?.setFromDefault === true;
    this.#fileValues = new Map([...values].filter(([name]) => isUsed(name)));
    return parsed;
  }

  /** Shows a training run until it ends, and sets the exit status of an interrupted one. */
  protected async reportTraining(events: AsyncIterable<TrainingEvent>): Promise<TrainingEnd> {
    const context = this.reportContext();
    this.#hasStreamed = context.mode === 'json';
    const end = await reportTraining(events, context);
    if (end.reason === 'interrupted') process.exitCode = this.#stop?.exitCode ?? EXIT.interrupted;
    return end;
  }

  /** Shows the making of files, one path a line on stdout, and returns what the service returns. */
  protected async reportArtifacts<R>(events: AsyncGenerator<ArtifactEvent, R>): Promise<R> {
    const result = await reportArtifacts(events, this.reportContext());
    if (this.#stop?.exitCode !== undefined) process.exitCode = this.#stop.exitCode;
    return result;
  }

  /** How progress is to be told, for commands that tell it themselves. */
  protected reportContext(): ReportContext {
    const wish = { json: this.jsonEnabled(), events: this.#events?.isOnStderr === true, quiet: this.isQuiet };
    const mode = outputMode(this.io, wish);
    this.#hasView = mode === 'view';
    const palette = createPalette(hasColor(this.io.stderr, this.io.env, this.argv));
    const emit = (event: { readonly type: string }): void => this.emitEvent(event);
    return { io: this.io, mode, palette, signal: this.signal, warnings: this.#warnings, emit };
  }

  /** Hands these words to another command, which prints its result itself. */
  protected async forward(id: string): Promise<unknown> {
    this.#hasDocument = true;
    this.#hasStreamed = true;
    return this.config.runCommand(id, this.argv);
  }

  /** A warning for a person (stderr) and for a script (`warnings` of the JSON document). */
  protected addWarning(message: string): void {
    this.#warnings.push(message);
    this.emitEvent({ type: 'warning', message } satisfies CommandEvent);
    if (this.jsonEnabled() || this.#events?.isOnStderr === true) return;
    const palette = createPalette(hasColor(this.io.stderr, this.io.env, this.argv));
    this.io.stderr.write(`${palette.yellow('warning')}: ${message}\n`);
  }

  /** One line of result on stdout; nothing under `--json`. */
  override log(message = ''): void {
    if (!this.jsonEnabled()) this.io.stdout.write(`${message}\n`);
  }

  override jsonEnabled(): boolean {
    return this.#asks('--json', 'AIGC_JSON');
  }

  override logJson(document: unknown): void {
    if (this.#hasStreamed) return;
    this.#hasDocument = true;
    this.io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  }

  override async init(): Promise<void> {
    await super.init();
    if (this.io === processIo) {
      guardStdout((failure) => {
        this.#isStdoutBroken = true;
        this.#giveUp(failure);
      });
    }
    this.#openEvents();
  }

  override async catch(error: unknown): Promise<void> {
    const exit = (error as { code?: string; oclif?: { exit?: number } }).code === 'EEXIT';
    if (exit) {
      process.exitCode = (error as { oclif?: { exit?: number } }).oclif?.exit ?? EXIT.ok;
      return;
    }
    const failure = this.#stopFailure(error) ?? this.#withVariable(await toFailure(error, this.#bugContext()));
    // A service that was interrupted says 130; only the command knows which signal, or broken pipe, it was.
    const stopped = failure.exitCode === EXIT.interrupted ? this.#stop?.exitCode : undefined;
    const exitCode = stopped ?? failure.exitCode;
    process.exitCode = exitCode;
    const facts = { ...errorFacts(failure), exit: exitCode };
    this.emitEvent({ type: 'error', ...facts } satisfies CommandEvent);
    if (this.#isStdoutBroken) return;
    if (!this.jsonEnabled()) this.#printError(failure, error);
    else if (this.#hasStreamed) this.io.stdout.write(`${JSON.stringify({ type: 'error', ...facts })}\n`);
    else this.logJson({ status: 'error', error: facts });
  }

  override async finally(error: Error | undefined): Promise<void> {
    this.#stop?.close();
    const exit = Number(process.exitCode ?? EXIT.ok);
    this.emitEvent({ type: 'command-end', command: this.commandName, exit } satisfies CommandEvent);
    this.#events?.close();
    await super.finally(error);
  }

  protected override async _run<T>(): Promise<T> {
    const result = await super._run<T>();
    // oclif prints a document for a truthy result only; a script waits for one in any case.
    if (this.jsonEnabled() && !this.#hasDocument && process.exitCode === undefined) this.logJson(this.toSuccessJson(result));
    return result;
  }

  protected override toSuccessJson(result: unknown): unknown {
    return { status: 'ok', result: result ?? null, warnings: this.#warnings };
  }

  /** A complaint about a flag that was not given speaks of the variable that stands for it. */
  #withVariable(failure: AigcError): AigcError {
    const name = failure.code === 'E-CLI-004' ? /--([a-z0-9-]+)[:=]/.exec(failure.message)?.[1] : undefined;
    const isGiven = this.argv.some((word) => word.startsWith(`--${name}`));
    const variable = name === undefined ? undefined : this.ctor.flags[name]?.env;
    if (variable === undefined || isGiven || !this.io.env[variable]) return failure;
    const { hints, cause } = failure;
    return new UsageError('E-CLI-004', failure.message.replace(`--${name}`, variable), { hints, cause });
  }

  #bugContext() {
    const { version, cacheDir } = this.config;
    return { command: this.commandName, version, folder: `${cacheDir}/reports`, date: this.io.today() };
  }

  #announceStop(): void {
    // A live view says it itself; a line between its frames would break it.
    if (!this.#hasView && this.#events?.isOnStderr !== true)
      this.io.stderr.write('stopping after this step; once more to leave at once\n');
  }

  #stopFailure(error: unknown): AigcError | undefined {
    const code = this.#stop?.exitCode;
    if (code === undefined || !(error instanceof Error) || error.name !== 'AbortError') return undefined;
    return new AigcError('E-STOP-001', code, `${this.commandName}: stopped before it was finished`, {
      note: 'files that were finished are kept',
      retryable: true,
    });
  }

  #openEvents(): void {
    const asking = { argv: this.argv, env: this.io.env };
    const file = valueAsked(asking, '--events-file', 'AIGC_EVENTS_FILE');
    if (file === undefined && valueAsked(asking, '--events', 'AIGC_EVENTS') !== 'ndjson') return;
    this.#events = new EventLog(this.io, { file, onBroken: (failure) => this.#giveUp(failure) });
    const { version } = this.config;
    this.emitEvent({ type: 'command-start', command: this.commandName, version } satisfies CommandEvent);
  }

  /** Ends the command, saved where it can be, since an output cannot be written any more. */
  #giveUp(failure: AigcError | undefined): void {
    if (failure !== undefined) this.#printError(failure);
    const exitCode = failure?.exitCode ?? EXIT.ok;
    if (this.#stop === undefined) process.exit(exitCode);
    // it may be over already, with nothing left to stop
    if (failure !== undefined) process.exitCode = exitCode;
    this.#stop.abort(exitCode);
  }

  #printError(failure: AigcError, original: unknown = failure): void {
    if (this.#events?.isOnStderr === true) return;
    const palette = createPalette(hasColor(this.io.stderr, this.io.env, this.argv));
    this.io.stderr.write(renderError(failure, palette));
    if (this.#asks('--debug', 'AIGC_DEBUG')) this.io.stderr.write(palette.dim(renderStack(original)));
  }

  /** Flags that matter before, or without, a successful parse. */
  #asks(flag: string, variable: string): boolean {
    return asksFor({ argv: this.argv, env: this.io.env }, flag, variable);
  }
}
