// Codes: E-CONFIG-103 not a run, -104 a run already, -105 folder in use, -106 damaged run file.
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { InvalidConfigError, type Named } from '@aigc/plugin-api';
import type { DataManifest } from '../data/data-manifest.js';
import type { DataSettings } from '../data/dataset.js';
import { storageFailure } from '../storage/storage-failure.js';
import { writeFileAtomic } from '../storage/write-file-atomic.js';
import type { Transfer } from './transfer.js';

const RUN_FILE = 'run.json';
const CONFIG_FILE = 'config.json';
const DATA_FILE = 'data.json';

/** What decides the course of a run besides configuration, data and seed; a resumed run keeps it. */
export interface TrainingHabits {
  /** Steps between two validations. */
  readonly validateEvery: number;
  /** Validations without a better one after which training stops. */
  readonly patience?: number | undefined;
  readonly onDivergence: 'stop' | 'rewind';
  /** Patterns of parameters that do not move. */
  readonly freeze: readonly string[];
}

/** `run.json`: what the run is, and where it was begun. */
export interface RunInfo {
  /** Version of this layout. */
  readonly run: 1;
  readonly family: string;
  readonly model: string;
  readonly seed: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly aigcVersion: string;
  readonly environment: { readonly node: string; readonly platform: string; readonly device: string };
  readonly habits: TrainingHabits;
  /** How long it was to go on when it was begun; a resumed run may be given other limits. */
  readonly asked?: { readonly steps?: number | undefined; readonly budgetS?: number | undefined };
  /** Where its first weights came from, if not from its seed. */
  readonly transfer?: Transfer;
}

/** `data.json`: the data a run was trained on, every file of it, and how it is read again. */
export interface RunData extends DataManifest {
  /** Absolute path at the time. */
  readonly path: string;
  readonly settings: DataSettings;
}

/** The files that describe a run, checkpoints and metrics aside. */
export interface RunFiles {
  readonly info: RunInfo;
  /** The resolved configuration; the model's schema parses it. */
  readonly config: object;
  readonly data: RunData;
}

/** Default folder of a new run: `runs/gan-20261123-140405`, in local time. */
export function defaultRunDir(family: string, now: Date = new Date()): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return join('runs', `${family}-${date}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`);
}

/**
 * Makes sure that a new run can live in a folder: one that does not exist yet, or is empty.
 *
 * @throws InvalidConfigError when it is a run already, holds other files or is a file.
 */
export async function checkNewRunDir(runDir: string): Promise<void> {
  const path = resolve(runDir);
  let names: string[];
  try {
    names = await readdir(path);
  } catch (cause) {
    const errno = (cause as NodeJS.ErrnoException).code;
    if (errno === 'ENOENT') return;
    if (errno === 'ENOTDIR') throw inUse(path, `${runDir} is a file, not a folder`, cause);
    throw storageFailure('looking into the run folder', path, cause);
  }
  if (names.includes(RUN_FILE)) {
    throw new InvalidConfigError('E-CONFIG-104', `${runDir} is a run already`, {
      path,
      note: 'nothing was changed',
      hints: ['pass --resume to train it further, or choose another folder with --out'],
    });
  }
  // a lock or a leftover of our own is no content
  if (names.some((name) => !/^\.(lock|tmp)-/.test(name))) throw inUse(path, `${runDir} is not empty and not a run`);
}

/** Makes the folder of a new run. @throws StorageError (exit 20) when it cannot be made. */
export async function makeRunDir(runDir: string): Promise<void> {
  try {
    await mkdir(resolve(runDir), { recursive: true });
  } catch (cause) {
    throw storageFailure('making the run folder', resolve(runDir), cause);
  }
}

/**
 * Writes the files that describe a new run; `run.json` last, so that a folder that has it has the others.
 *
 * @param texts further files by name, such as a tokenizer
 */
export async function writeRunFiles(runDir: string, files: RunFiles, texts: Named<string> = {}): Promise<void> {
  for (const [name, text] of Object.entries(texts)) await writeFileAtomic(join(runDir, name), text);
  await writeFileAtomic(join(runDir, CONFIG_FILE), format(files.config));
  await writeFileAtomic(join(runDir, DATA_FILE), format(files.data));
  await writeFileAtomic(join(runDir, RUN_FILE), format(files.info));
}

/**
 * Reads the files that describe a run.
 *
 * @throws InvalidConfigError when the folder is no run, or one of the files is damaged.
 */
export async function readRunFiles(runDir: string): Promise<RunFiles> {
  const info = (await readJson(runDir, RUN_FILE)) as RunInfo;
  if (info.run !== 1 || typeof info.family !== 'string' || typeof info.model !== 'string' || !Number.isInteger(info.seed)) {
    throw damagedFile(join(resolve(runDir), RUN_FILE), 'fields are missing');
  }
  const data = (await readJson(runDir, DATA_FILE)) as RunData;
  if (data.data !== 1 || typeof data.hash !== 'string') throw damagedFile(join(resolve(runDir), DATA_FILE), 'fields are missing');
  return { info, config: await readJson(runDir, CONFIG_FILE), data };
}

function format(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** Reads one of the texts that belong to a run. @throws InvalidConfigError when it is missing. */
export async function readRunText(runDir: string, name: string): Promise<string> {
  try {
    return await readFile(join(resolve(runDir), name), 'utf8');
  } catch (cause) {
    throw new InvalidConfigError('E-CONFIG-103', `${runDir} is not a run: it has no readable ${name}`, {
      path: resolve(runDir),
      hints: ['give the folder that `aigc train` wrote to'],
      cause,
    });
  }
}

async function readJson(runDir: string, name: string): Promise<object> {
  const path = join(resolve(runDir), name);
  const text = await readRunText(runDir, name);
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    throw damagedFile(path, (cause as Error).message, cause);
  }
  throw damagedFile(path, 'it is not a JSON object');
}

function damagedFile(path: string, reason: string, cause?: unknown): InvalidConfigError {
  return new InvalidConfigError('E-CONFIG-106', `the run file is damaged: ${reason}`, {
    path,
    hints: ['restore it from a backup; checkpoints do not depend on it and are untouched'],
    cause,
  });
}

function inUse(path: string, message: string, cause?: unknown): InvalidConfigError {
  return new InvalidConfigError('E-CONFIG-105', message, {
    path,
    note: 'nothing was changed',
    hints: ['choose a new or empty folder with --out'],
    cause,
  });
}
