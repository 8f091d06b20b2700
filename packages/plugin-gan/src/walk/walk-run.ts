// Codes: E-CONFIG-404 fewer than two seeds to walk between; E-CONFIG-405 fewer frames than seeds.
import { join, resolve } from 'node:path';
import {
  type CheckpointChoice,
  loadTrainedRun,
  parseSeeds,
  readRunFiles,
  requireSampler,
  runRecipe,
  sampleLatents,
  type TrainedRun,
  toImage,
  writeNewFile,
} from '@aigc/core';
import { compile, mapTree, readTree, type TensorFunction } from '@aigc/engine';
import { encodePng } from '@aigc/media/image';
import {
  type ArtifactEvent,
  type HostTensor,
  InvalidConfigError,
  type ModelDefinition,
  type Named,
  type Sampler,
  type TensorSpec,
  type Tree,
} from '@aigc/plugin-api';
import { ganModel } from '../models.js';
import { walkLatents } from './walk-latents.js';

/** Which way to go, and how to draw it. */
export interface WalkOptions {
  readonly runDir: string;
  /** Latents to pass through, in this order, and back to the first: whole numbers and ranges, `0-3,20`. */
  readonly seeds: string;
  /** Frames of the loop. */
  readonly frames: number;
  readonly outDir: string;
  readonly checkpoint?: CheckpointChoice | undefined;
  /** Settings of the model's sampler. */
  readonly sampling?: object | undefined;
  readonly overwrite?: boolean | undefined;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What was written. */
export interface Walk {
  readonly folder: string;
  readonly frames: number;
}

/**
 * Draws a closed walk through the latents of some seeds as numbered frames, `frame-0000.png` and so on, each with its recipe.
 * Only `z` moves: noise and class stay those of the first seed.
 *
 * @throws InvalidConfigError for a walk that goes nowhere or a run of another family; CheckpointError without a usable checkpoint.
 */
export async function* walkRun(options: WalkOptions): AsyncGenerator<ArtifactEvent, Walk> {
  const { frames, signal } = options;
  const seeds = parseSeeds(options.seeds);
  if (seeds.length < 2)
    throw new InvalidConfigError('E-CONFIG-404', 'a walk needs two seeds or more', { hints: ['try --seeds 0-3'] });
  if (frames < seeds.length) {
    const what = `${frames} frames cannot pass through ${seeds.length} seeds`;
    throw new InvalidConfigError('E-CONFIG-405', what, { hints: ['ask for more frames or fewer seeds'] });
  }
  const model = ganModel((await readRunFiles(options.runDir)).info.model);
  const trained = await loadTrainedRun(options.runDir, model, options.checkpoint);
  for (const message of trained.warnings) yield { type: 'warning', message };
  yield { type: 'progress', stage: 'compiling', done: 0, total: 1 };
  const { draw, dispose } = await openDrawing(trained, model, seeds, options);
  const folder = resolve(options.outDir);
  const digits = Math.max(4, String(frames - 1).length);
  try {
    for (let frame = 0; frame < frames; frame++) {
      signal?.throwIfAborted();
      const recipe = runRecipe('gan walk', trained.run, trained.checkpoint, {
        ...options.sampling,
        seeds: [...seeds],
        frame,
        frames,
      });
      const png = await encodePng(await draw(frame), { text: { aigc: JSON.stringify(recipe) } });
      const path = join(folder, `frame-${String(frame).padStart(digits, '0')}.png`);
      await writeNewFile(path, png, options.overwrite === true);
      yield { type: 'artifact-written', path, kind: 'frame' };
      yield { type: 'progress', stage: 'drawing', done: frame + 1, total: frames };
    }
  } finally {
    await dispose();
  }
  return { folder, frames };
}

/** The sampler on the device, fed with latents of any point of the walk. */
async function openDrawing(
  { config, state }: TrainedRun,
  model: ModelDefinition,
  seeds: readonly number[],
  options: WalkOptions,
) {
  const { frames, sampling, threads } = options;
  const name = `walk ${model.name}`;
  const sampler = requireSampler(model, config, sampling) as Sampler;
  const parameters = sampler.parameters(state);
  const ofSeeds = sampleLatents(sampler.inputs, seeds);
  const fixed = sampleLatents(sampler.inputs, seeds.slice(0, 1));
  const z = ofSeeds.z as HostTensor<'float32'>;
  const size = z.data.length / seeds.length;
  const points = seeds.map((_, row) => z.data.slice(row * size, (row + 1) * size));
  const specs = [parameters, fixed].map((tree) =>
    mapTree(tree as Tree<HostTensor>, ({ shape, dtype }): TensorSpec => ({ shape, dtype })),
  );
  const program = await compile(sampler.sample as unknown as TensorFunction, specs, {
    name,
    ...(threads === undefined ? {} : { threads }),
  });
  return {
    async draw(frame: number) {
      const inputs: Named<HostTensor> = { ...fixed, z: { ...(fixed.z as HostTensor), data: walkLatents(points, frame, frames) } };
      const images = (await readTree(await program.run(parameters, inputs))) as HostTensor;
      return toImage(images, 0, `${name}: frame ${frame}`);
    },
    dispose: () => program.dispose(),
  };
}
