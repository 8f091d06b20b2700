import { join, resolve } from 'node:path';
import type { DeviceChoice, DeviceName } from '@aigc/engine';
import type { Image } from '@aigc/media/image';
import type { ArtifactEvent, ModelDefinition, Recipe } from '@aigc/plugin-api';
import { namedParameters } from '../export/named-parameters.js';
import { runRecipe } from '../provenance/run-recipe.js';
import type { CheckpointChoice } from '../run/chosen-checkpoint.js';
import { loadTrainedRun } from '../run/load-trained-run.js';
import { writeNewFile } from '../storage/write-new-file.js';
import { parseSettings } from '../training/parse-settings.js';
import { readGivenPictures } from './given-pictures.js';
import { requireSampler } from './require-sampler.js';
import { openStoredSampler } from './stored-sampler.js';

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
  /** Settings of the model's sampler; its schema checks them. Pictures to start from are paths of files. */
  readonly sampling?: object | undefined;
  /** Default `best`. */
  readonly checkpoint?: CheckpointChoice | undefined;
  /** Default `cpu`; other devices round differently, so the same seed gives nearly the same picture there. */
  readonly device?: DeviceChoice | undefined;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Absolute paths of what was written, in the order of the seeds. */
export interface GeneratedImages {
  readonly files: string[];
  readonly grid?: string;
}

/**
 * Draws one picture for each seed from a checkpoint of a run: `seed-0000.png` ..., the recipe in the text
 * chunk `aigc`. One seed is one file, with the same bytes whichever seeds are drawn beside it: each is drawn by itself, since
 * a device may round a row of a batch differently.
 *
 * @throws CheckpointError (exit 11) without a usable checkpoint, InvalidConfigError where a file would be replaced.
 */
export async function* generateImages(options: GenerateImagesOptions): AsyncGenerator<ArtifactEvent, GeneratedImages> {
  const { model, seeds, signal } = options;
  const outDir = resolve(options.outDir);
  const { run, config, checkpoint, state, warnings } = await loadTrainedRun(options.runDir, model, options.checkpoint);
  for (const message of warnings) yield { type: 'warning', message };
  const sampler = parseSettings(model.name, () => requireSampler(model, config, options.sampling));
  const parameters = sampler.parameters(state);
  const given = await readGivenPictures(sampler.inputs, { ...options.sampling });
  const { contactSheet, encodePng } = await import('@aigc/media/image');
  yield { type: 'progress', stage: 'compiling', done: 0, total: 1 };
  const stored = await openStoredSampler(sampler, parameters, {
    name: `sample ${model.name}`,
    weights: namedParameters(parameters, state, model.parameterEntries(config)),
    pictures: given.tensors,
    device: await deviceOf(options),
    threads: options.threads,
  });
  const recipeOf = (settings: object): Recipe => {
    const recipe = runRecipe('generate', run, checkpoint, { ...given.settings, ...settings });
    return { ...recipe, inputs: [...recipe.inputs, ...given.files] };
  };
  const write = async (name: string, image: Image, recipe: Recipe): Promise<string> => {
    const path = join(outDir, name);
    await writeNewFile(path, await encodePng(image, { text: { aigc: JSON.stringify(recipe) } }), options.overwrite === true);
    return path;
  };
  const files: string[] = [];
  const sheet: Image[] = [];
  try {
    for (const seed of seeds) {
      signal?.throwIfAborted();
      const image = await stored.draw(seed);
      const path = await write(`seed-${String(seed).padStart(4, '0')}.png`, image, recipeOf({ seed }));
      files.push(path);
      if (options.grid === true) sheet.push(image);
      yield { type: 'artifact-written', path, kind: 'image' };
      yield { type: 'progress', stage: 'drawing', done: files.length, total: seeds.length };
    }
  } finally {
    await stored.dispose();
  }
  if (sheet.length === 0) return { files };
  const grid = await write('grid.png', contactSheet(sheet), recipeOf({ seeds: [...seeds] }));
  yield { type: 'artifact-written', path: grid, kind: 'grid' };
  return { files, grid };
}

async function deviceOf({ device = 'cpu', threads }: GenerateImagesOptions): Promise<DeviceName> {
  if (device !== 'auto') return device;
  const { chooseDevice } = await import('@aigc/engine');
  return (await chooseDevice('auto', threads)).name as DeviceName;
}
