// Codes: E-CONFIG-107 setting changed on resume, -108 run of another model, -113 no data folder; E-DATA-007 data changed.
import { join, resolve } from 'node:path';
import { CheckpointError, DatasetError, type HostTensor, InvalidConfigError, type Tree } from '@aigc/plugin-api';
import { quarantineCheckpoint, removeTemporaryCheckpoints } from '../checkpoint/checkpoint-folder.js';
import { checkpointState, type LatestCheckpoint, latestCheckpoint } from '../checkpoint/read-checkpoint.js';
import { type ImageDataset, readImageFolder } from '../data/read-image-folder.js';
import { randomStream } from '../random/random-stream.js';
import { checkNewRunDir, makeRunDir, type RunFiles, readRunFiles } from '../run/run-files.js';
import { lockRun, type RunLock } from '../run/run-lock.js';
import { removeTemporaries } from '../storage/remove-leftover.js';
import { parseSettings } from './parse-settings.js';
import { relayProgress, type TaskProgress } from './relay-progress.js';
import { SAMPLES_FOLDER } from './sample-grid.js';
import type { TrainOptions } from './train-options.js';

/** A locked run, its data, and the state to start from. */
export interface OpenRun {
  readonly dir: string;
  readonly lock: RunLock;
  readonly seed: number;
  readonly config: object;
  readonly dataset: ImageDataset;
  readonly dataFolder: string;
  readonly startStep: number;
  readonly state: Tree<HostTensor>;
  readonly warnings: readonly string[];
}

/**
 * Checks the settings, reads the data and takes the lock of a new run. Nothing is written before the data is known to be good.
 *
 * @throws InvalidConfigError, DatasetError, RunLockedError or StorageError.
 */
export async function* openNewRun(options: TrainOptions): AsyncGenerator<TaskProgress, OpenRun> {
  const { model, settings, dataFolder, seed = 0 } = options;
  const dir = resolve(options.runFolder);
  const stream = randomStream(seed);
  if (dataFolder === undefined) {
    throw new InvalidConfigError('E-CONFIG-113', 'a new run needs a folder of images', { hints: ['name one with --data DIR'] });
  }
  const size = parseSettings(model.name, () => model.imageSize(settings));
  await checkNewRunDir(options.runFolder);
  const dataset = yield* readData(dataFolder, options, size, options.background);
  const config = parseSettings(model.name, () => model.resolveConfig(settings, dataset.facts));
  await makeRunDir(dir);
  const lock = await lockRun(dir);
  try {
    // another process may have been here before the lock was ours
    await checkNewRunDir(options.runFolder);
    const state = model.initialState(config, stream.fork('weights'));
    const { warnings } = dataset;
    return { dir, lock, seed, config, dataset, dataFolder: resolve(dataFolder), startStep: 0, state, warnings };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * Takes the lock of a run, reads its data again and loads its newest usable checkpoint; damaged ones are moved aside.
 *
 * @throws InvalidConfigError where settings or model differ, DatasetError where the data does, CheckpointError where all
 * checkpoints are damaged, RunLockedError.
 */
export async function* openOldRun(options: TrainOptions): AsyncGenerator<TaskProgress, OpenRun> {
  const { model } = options;
  const dir = resolve(options.runFolder);
  const files = await readRunFiles(options.runFolder);
  checkSameRun(files, options);
  const lock = await lockRun(dir);
  try {
    await removeTemporaryCheckpoints(dir);
    await removeTemporaries(join(dir, SAMPLES_FOLDER));
    const config = parseSettings(model.name, () => model.configSchema.parse(files.config));
    const latest = await latestOrNone(dir);
    const dataFolder = resolve(options.dataFolder ?? files.data.folder);
    const dataset = yield* readData(dataFolder, options, files.data.size, files.data.background);
    if (dataset.manifest.hash !== files.data.hash) throw dataChanged(dataFolder, files, dataset);
    checkSameSettings(options, config, dataset);
    const { seed } = files.info;
    const common = { dir, lock, seed, config, dataset, dataFolder };
    if (latest === undefined) {
      const state = model.initialState(config, randomStream(seed).fork('weights'));
      const warnings = ['the run has no checkpoint yet; starting from the beginning', ...dataset.warnings];
      return { ...common, startStep: 0, state, warnings };
    }
    const { checkpoint, damaged } = latest;
    for (const { path } of damaged) await quarantineCheckpoint(path);
    const state = checkpointState(checkpoint, model.parameterEntries(config));
    const warnings = [...damaged.map(({ warning }) => warning), ...dataset.warnings];
    return { ...common, startStep: checkpoint.step, state, warnings };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function readData(
  folder: string,
  options: TrainOptions,
  size: number,
  background: readonly [number, number, number] | undefined,
): AsyncGenerator<TaskProgress, ImageDataset> {
  return relayProgress((onProgress) =>
    readImageFolder(folder, {
      size,
      onProgress,
      signal: options.signal,
      ...(background === undefined ? {} : { background }),
      ...(options.maxBad === undefined ? {} : { maxBad: options.maxBad }),
    }),
  );
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

function checkSameSettings({ settings, model }: TrainOptions, config: object, dataset: ImageDataset): void {
  if (Object.keys(settings).length === 0) return;
  const given = parseSettings(model.name, () => model.resolveConfig(settings, dataset.facts)) as Record<string, unknown>;
  for (const [name, value] of Object.entries(config)) {
    if (JSON.stringify(given[name]) !== JSON.stringify(value)) throw changed(name, value, given[name]);
  }
}

function changed(name: string, old: unknown, given: unknown): InvalidConfigError {
  const message = `${name} cannot change from ${JSON.stringify(old)} to ${JSON.stringify(given)} when a run is resumed`;
  return new InvalidConfigError('E-CONFIG-107', message, { hints: ['leave it out, or start a new run'] });
}

function dataChanged(path: string, { data }: RunFiles, { manifest }: ImageDataset): DatasetError {
  const known = new Map(data.files.map((file) => [file.path, file.sha256]));
  const differing = manifest.files.filter((file) => known.get(file.path) !== file.sha256).length;
  const found = new Set(manifest.files.map((file) => file.path));
  const missing = data.files.filter((file) => !found.has(file.path)).length;
  const what = `${differing} files are new or changed, ${missing} are missing`;
  return new DatasetError('E-DATA-007', `the images are not those the run was trained on: ${what}`, {
    path,
    note: 'the run was not changed',
    hints: ['restore the images, name their folder with --data, or start a new run'],
  });
}
