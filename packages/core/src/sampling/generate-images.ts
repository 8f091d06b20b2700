// Codes: E-CONFIG-111 run of another model, -112 file with other content.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Image } from '@aigc/media/image';
import { type ArtifactEvent, InvalidConfigError, type ModelDefinition, type Recipe } from '@aigc/plugin-api';
import { MODEL_FILE } from '../checkpoint/checkpoint-manifest.js';
import { type Checkpoint, checkpointState, latestCheckpoint } from '../checkpoint/read-checkpoint.js';
import { AIGC_VERSION } from '../provenance/version.js';
import { type RunFiles, readRunFiles } from '../run/run-files.js';
import { writeFileAtomic } from '../storage/write-file-atomic.js';
import { type CompiledSampler, compileSampler } from './compiled-sampler.js';

/** What to draw, from which run, and where to. */
export interface GenerateImagesOptions {
  readonly runDir: string;
  /** The model that the run was trained with. */
  readonly model: ModelDefinition;
  readonly seeds: readonly number[];
  readonly outDir: string;
  /** Also writes `grid.png`, all pictures on one sheet. */
  readonly grid?: boolean | undefined;
  /** Replaces files that are there and differ; without it they are an error. */
  readonly overwrite?: boolean | undefined;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Absolute paths of what was written, in the order of the seeds. */
export interface GeneratedImages {
  readonly files: string[];
  readonly grid?: string;
}

/**
 * Draws one picture for each seed from the newest usable checkpoint of a run: `seed-0000.png` ..., the recipe in the text
 * chunk `aigc`. One seed is one file, with the same bytes whichever seeds are drawn beside it: each is drawn by itself, since
 * a device may round a row of a batch differently.
 *
 * @throws CheckpointError (exit 11) without a usable checkpoint, InvalidConfigError where a file would be replaced.
 */
export async function* generateImages(options: GenerateImagesOptions): AsyncGenerator<ArtifactEvent, GeneratedImages> {
  const { model, seeds, signal } = options;
  const outDir = resolve(options.outDir);
  const run = await readRunFiles(options.runDir);
  if (run.info.model !== model.name) throw otherModel(options.runDir, run.info.model, model.name);
  const { checkpoint, damaged } = await latestCheckpoint(options.runDir);
  for (const { warning } of damaged) yield { type: 'warning', message: warning };
  const config = model.configSchema.parse(run.config);
  const sampler = model.sampler(config);
  const parameters = sampler.parameters(checkpointState(checkpoint, model.parameterEntries(config)));
  const { contactSheet, encodePng } = await import('@aigc/media/image');
  yield { type: 'progress', stage: 'compiling', done: 0, total: 1 };
  const compiled: CompiledSampler = await compileSampler(sampler, parameters, {
    name: `sample ${model.name}`,
    batchSize: 1,
    threads: options.threads,
  });
  const write = async (name: string, image: Image, recipe: Recipe): Promise<string> => {
    const path = join(outDir, name);
    await writeNew(path, await encodePng(image, { text: { aigc: JSON.stringify(recipe) } }), options.overwrite === true);
    return path;
  };
  const files: string[] = [];
  const sheet: Image[] = [];
  try {
    for (const seed of seeds) {
      signal?.throwIfAborted();
      const [image] = (await compiled.draw(parameters, [seed])) as [Image];
      const path = await write(`seed-${String(seed).padStart(4, '0')}.png`, image, recipeOf(run, checkpoint, { seed }));
      files.push(path);
      if (options.grid === true) sheet.push(image);
      yield { type: 'artifact-written', path, kind: 'image' };
      yield { type: 'progress', stage: 'drawing', done: files.length, total: seeds.length };
    }
  } finally {
    await compiled.dispose();
  }
  if (sheet.length === 0) return { files };
  const grid = await write('grid.png', contactSheet(sheet), recipeOf(run, checkpoint, { seeds: [...seeds] }));
  yield { type: 'artifact-written', path: grid, kind: 'grid' };
  return { files, grid };
}

function recipeOf(run: RunFiles, checkpoint: Checkpoint, drawn: { readonly [name: string]: unknown }): Recipe {
  const { family, model } = run.info;
  return {
    recipe: 1,
    command: 'generate',
    aigcVersion: AIGC_VERSION,
    settings: {
      ...drawn,
      family,
      model,
      step: checkpoint.step,
      stateHash: checkpoint.stateHash,
      dataHash: run.data.hash,
      trainSeed: run.info.seed,
      config: run.config,
    },
    inputs: [{ name: MODEL_FILE, sha256: checkpoint.modelSha256 }],
  };
}

async function writeNew(path: string, bytes: Uint8Array, overwrite: boolean): Promise<void> {
  const old = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return undefined;
    throw cause;
  });
  if (old?.equals(bytes)) return;
  if (old !== undefined && !overwrite) {
    throw new InvalidConfigError('E-CONFIG-112', 'the file exists with other content', {
      path,
      note: 'it was not changed',
      hints: ['choose another folder with --out, or remove the file'],
    });
  }
  await writeFileAtomic(path, bytes);
}

function otherModel(runDir: string, trained: string, given: string): InvalidConfigError {
  return new InvalidConfigError('E-CONFIG-111', `the run was trained with the model ${trained}, not ${given}`, {
    path: resolve(runDir),
  });
}
