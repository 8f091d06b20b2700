// Codes: E-CONFIG-107 setting changed on resume, -108 run of another model, -113 no data folder; E-DATA-007 data changed.
import { join, resolve } from 'node:path';
import { CheckpointError, DatasetError, type HostTensor, InvalidConfigError, type Tree } from '@aigc/plugin-api';
import { quarantineCheckpoint, removeTemporaryCheckpoints } from '../checkpoint/checkpoint-folder.js';
import { checkpointState, type LatestCheckpoint, latestCheckpoint } from '../checkpoint/read-checkpoint.js';
import type { StateEntries } from '../checkpoint/state-tensors.js';
import type { DataSettings, Dataset } from '../data/dataset.js';
import { type OpenDatasetOptions, openDataset } from '../data/open-dataset.js';
import { TOKENIZER_FILE } from '../data/text-dataset.js';
import { randomStream } from '../random/random-stream.js';
import { checkNewRunDir, makeRunDir, type RunFiles, readRunFiles, readRunText, type TrainingHabits } from '../run/run-files.js';
import { lockRun, type RunLock } from '../run/run-lock.js';
import type { Transfer } from '../run/transfer.js';
import { SAMPLES_FOLDER } from '../run-catalog/sample-files.js';
import { removeTemporaries } from '../storage/remove-leftover.js';
import type { FrozenTest } from './device-state.js';
import { parseSettings } from './parse-settings.js';
import { relayProgress, type TaskProgress } from './relay-progress.js';
import type { TrainOptions } from './train-options.js';
import { frozenParameters, transferWeights } from './transfer.js';

/** A run's data, and the state to start from; nothing was written. */
export interface ReadRun {
  readonly dir: string;
  readonly seed: number;
  readonly config: object;
  readonly dataset: Dataset;
  readonly dataPath: string;
  readonly dataSettings: DataSettings;
  readonly startStep: number;
  readonly state: Tree<HostTensor>;
  /** The state that the run began with. */
  readonly firstState: () => Tree<HostTensor>;
  readonly habits: TrainingHabits;
  readonly transfer: Transfer | undefined;
  readonly isFrozen: FrozenTest | undefined;
  readonly warnings: readonly string[];
  /** Checkpoints that cannot be used. */
  readonly damaged: readonly string[];
}

/** A run that is ours to write. */
export interface OpenRun extends ReadRun {
  readonly lock: RunLock;
}

/**
 * Checks the settings of a new run and reads its data.
 *
 * @throws InvalidConfigError or DatasetError.
 */
export async function* readNewRun(options: TrainOptions): AsyncGenerator<TaskProgress, ReadRun> {
  const { model, settings, dataPath, seed = 0 } = options;
  const dir = resolve(options.runFolder);
  const stream = randomStream(seed);
  if (dataPath === undefined) {
    throw new InvalidConfigError('E-CONFIG-113', 'a new run needs data', { hints: ['name it with --data PATH'] });
  }
  const request = parseSettings(model.name, () => model.data(settings));
  await checkNewRunDir(options.runFolder);
  const dataSettings = withDefaults(options);
  const dataset = yield* readData(options, { path: dataPath, request, settings: dataSettings });
  const config = parseSettings(model.name, () => model.resolveConfig(settings, dataset.facts, { steps: options.steps }));
  const habits = newHabits(options);
  const entries = model.parameterEntries(config);
  const firstState = () => model.initialState(config, stream.fork('weights'));
  const taken = options.from === undefined ? undefined : await transferWeights(firstState(), entries, options.from);
  const state = taken?.state ?? firstState();
  const isFrozen = frozenTest(habits, entries);
  const data = { dataset, dataPath: resolve(dataPath), dataSettings, warnings: dataset.warnings, damaged: [] };
  return { dir, seed, config, ...data, startStep: 0, state, firstState, habits, transfer: taken?.transfer, isFrozen };
}

/**
 * Reads a new run and takes its lock. Nothing is written before settings and data are known to be good.
 *
 * @throws InvalidConfigError, DatasetError, RunLockedError or StorageError.
 */
export async function* openNewRun(options: TrainOptions): AsyncGenerator<TaskProgress, OpenRun> {
  const run = yield* readNewRun(options);
  await makeRunDir(run.dir);
  const lock = await lockRun(run.dir);
  try {
    // another process may have been here before the lock was ours
    await checkNewRunDir(options.runFolder);
    return { ...run, lock };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * Reads a run, its data and its newest usable checkpoint.
 *
 * @throws InvalidConfigError where settings or model differ, DatasetError where the data does, CheckpointError where all
 * checkpoints are damaged.
 */
export async function* readOldRun(options: TrainOptions): AsyncGenerator<TaskProgress, ReadRun> {
  const { model } = options;
  const dir = resolve(options.runFolder);
  const files = await readRunFiles(options.runFolder);
  checkSameRun(files, options);
  const config = parseSettings(model.name, () => model.configSchema.parse(files.config));
  const latest = await latestOrNone(dir);
  const dataPath = resolve(options.dataPath ?? files.data.path);
  const dataSettings = { ...files.data.settings, maxBad: options.data?.maxBad };
  const request = parseSettings(model.name, () => model.data(config));
  const tokenizer = request.kind === 'text' ? await readRunText(dir, TOKENIZER_FILE) : undefined;
  const dataset = yield* readData(options, { path: dataPath, request, settings: dataSettings, tokenizer });
  if (dataset.manifest.hash !== files.data.hash) throw dataChanged(dataPath, files, dataset);
  checkSameSettings(options, config, dataset);
  const { seed, habits, transfer } = files.info;
  const entries = model.parameterEntries(config);
  const firstState = () => model.initialState(config, randomStream(seed).fork('weights'));
  const data = { dataset, dataPath, dataSettings };
  const common = { dir, seed, config, ...data, firstState, habits, transfer, isFrozen: frozenTest(habits, entries) };
  if (latest === undefined) {
    if (transfer !== undefined) throw noFirstCheckpoint(dir);
    const warnings = ['the run has no checkpoint yet; starting from the beginning', ...dataset.warnings];
    return { ...common, startStep: 0, state: firstState(), warnings, damaged: [] };
  }
  const { checkpoint, damaged } = latest;
  const state = checkpointState(checkpoint, entries);
  const warnings = [...damaged.map(({ warning }) => warning), ...dataset.warnings];
  return { ...common, startStep: checkpoint.step, state, warnings, damaged: damaged.map(({ path }) => path) };
}

/** Half-written files of a run that only the holder of its lock writes. */
const OWN_TEMPORARIES = /^\.tmp-(run|config|data|best|rewinds|verdict|tokenizer)\.json-/;

/**
 * Takes the lock of a run and reads it; damaged checkpoints are moved aside.
 *
 * @throws as `readOldRun` does, and RunLockedError.
 */
export async function* openOldRun(options: TrainOptions): AsyncGenerator<TaskProgress, OpenRun> {
  const dir = resolve(options.runFolder);
  checkSameRun(await readRunFiles(options.runFolder), options);
  const lock = await lockRun(dir);
  try {
    await removeTemporaries(dir, OWN_TEMPORARIES);
    await removeTemporaryCheckpoints(dir);
    await removeTemporaries(join(dir, SAMPLES_FOLDER));
    const run = yield* readOldRun(options);
    for (const path of run.damaged) await quarantineCheckpoint(path);
    return { ...run, lock };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function newHabits({ validateEvery = DEFAULT_VALIDATE_EVERY, patience, onDivergence = 'stop', freeze = [] }: TrainOptions) {
  return { validateEvery, ...(patience === undefined ? {} : { patience }), onDivergence, freeze };
}

function frozenTest({ freeze }: TrainingHabits, entries: StateEntries): FrozenTest | undefined {
  return freeze.length === 0 ? undefined : frozenParameters(freeze, entries);
}

/** Rare enough to cost little of a run, often enough for a curve of a short one. */
const DEFAULT_VALIDATE_EVERY = 250;
/** What is held out unless told otherwise; nothing where no validation would use it. */
const VALIDATION_SHARE = 0.1;

function withDefaults({ model, data = {} }: TrainOptions): DataSettings {
  return { ...data, validationShare: data.validationShare ?? (model.validation === undefined ? 0 : VALIDATION_SHARE) };
}

function readData(
  { signal }: TrainOptions,
  source: Pick<OpenDatasetOptions, 'path' | 'request' | 'settings' | 'tokenizer'>,
): AsyncGenerator<TaskProgress, Dataset> {
  return relayProgress((onProgress) => openDataset({ ...source, onProgress, signal }));
}

// A run that was stopped before its first checkpoint has none, which is no damage.
async function latestOrNone(dir: string): Promise<LatestCheckpoint | undefined> {
  try {
    return await latestCheckpoint(dir);
  } catch (error) {
    if (error instanceof CheckpointError && error.code === 'E-CKPT-001') return undefined;
    throw error;
  }
}

function checkSameRun({ info }: RunFiles, options: TrainOptions): void {
  const { family, model, seed } = options;
  if (info.family !== family || info.model !== model.name) {
    throw new InvalidConfigError('E-CONFIG-108', `the run is of ${info.family}/${info.model}, not of ${family}/${model.name}`, {
      path: resolve(options.runFolder),
      hints: [`go on with it by: aigc train ${info.family} --resume ${options.runFolder}`],
    });
  }
  if (seed !== undefined && seed !== info.seed) throw changed('seed', info.seed, seed);
}

function checkSameSettings({ settings, model }: TrainOptions, config: object, dataset: Dataset): void {
  if (Object.keys(settings).length === 0) return;
  const given = parseSettings(model.name, () => model.resolveConfig(settings, dataset.facts)) as Record<string, unknown>;
  const old = config as Record<string, unknown>;
  for (const name of Object.keys(settings)) {
    if (JSON.stringify(given[name]) !== JSON.stringify(old[name])) throw changed(name, old[name], given[name]);
  }
}

function changed(name: string, old: unknown, given: unknown): InvalidConfigError {
  const message = `${name} cannot change from ${JSON.stringify(old)} to ${JSON.stringify(given)} when a run is resumed`;
  return new InvalidConfigError('E-CONFIG-107', message, { hints: ['leave it out, or start a new run'] });
}

function dataChanged(path: string, { data }: RunFiles, { manifest }: Dataset): DatasetError {
  const known = new Map(data.files.map((file) => [file.path, file.sha256]));
  const differing = manifest.files.filter((file) => known.get(file.path) !== file.sha256).length;
  const found = new Set(manifest.files.map((file) => file.path));
  const missing = data.files.filter((file) => !found.has(file.path)).length;
  const what = `${differing} files are new or changed, ${missing} are missing`;
  return new DatasetError('E-DATA-007', `the data is not what the run was trained on: ${what}`, {
    path,
    note: 'the run was not changed',
    hints: ['restore it, say where it is with --data, or start a new run'],
  });
}

// Weights of another run are on disk before the first step; without them the beginning cannot be made again.
function noFirstCheckpoint(dir: string): CheckpointError {
  return new CheckpointError('E-CKPT-001', 'the run began with the weights of another run and has no checkpoint', {
    path: dir,
    hints: ['start a new run with the same --from'],
  });
}
