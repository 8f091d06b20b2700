import type { CompileOptions, Program, TensorFunction } from '@aigc/engine';
import type { Image } from '@aigc/media/image';
import type { HostTensor, IterativeSampler, Sampler, Sampling, Tree } from '@aigc/plugin-api';
import { isIterative, openIterativeProgram } from './iterative-program.js';
import { sampleLatents } from './sample-latents.js';
import { samplerSpecs, specsOf } from './sampler-specs.js';
import { toImage } from './to-image.js';

/** How a sampler is compiled. */
export interface CompiledSamplerOptions {
  /** Name in error messages, e.g. `sample dcgan`. */
  readonly name: string;
  /** Seeds a call of `draw` takes. */
  readonly batchSize: number;
  readonly threads?: number | undefined;
}

/** A sampler on the device whose weights may change from call to call; made by `compileSampler`. */
export interface CompiledSampler {
  /** float32 `[seeds.length, H, W, C]` in [-1, 1]; exactly `batchSize` seeds. */
  drawTensor(parameters: Tree<HostTensor>, seeds: readonly number[]): Promise<HostTensor>;
  /** One picture for each seed; exactly `batchSize` seeds. @throws DivergenceError for NaN or infinity in a picture. */
  draw(parameters: Tree<HostTensor>, seeds: readonly number[]): Promise<Image[]>;
  dispose(): Promise<void>;
}

/** float32 [seeds.length, H, W, C] for weights and seeds. */
type Draw = (weights: Tree<HostTensor>, seeds: readonly number[]) => Promise<HostTensor>;

/** Compiles a sampler for parameters of the form of `parameters`. @throws UnsupportedKernelError where it cannot. */
export async function compileSampler(
  sampling: Sampling,
  parameters: Tree<HostTensor>,
  options: CompiledSamplerOptions,
): Promise<CompiledSampler> {
  const { name, batchSize, threads } = options;
  const compileOptions = { name, ...(threads === undefined ? {} : { threads }) };
  const { draw, dispose } = isIterative(sampling)
    ? await compileSteps(sampling, parameters, { batchSize, compileOptions })
    : await compileOnce(sampling, parameters, { batchSize, compileOptions });
  return {
    drawTensor: draw,
    async draw(weights, seeds) {
      const batch = await draw(weights, seeds);
      return seeds.map((seed, row) => toImage(batch, row, `${name}: seed ${seed}`));
    },
    dispose,
  };
}

interface Compiling {
  readonly batchSize: number;
  readonly compileOptions: CompileOptions;
}

async function compileOnce(sampler: Sampler, parameters: Tree<HostTensor>, { batchSize, compileOptions }: Compiling) {
  const { compile, readTree } = await import('@aigc/engine');
  const specs = await samplerSpecs(sampler, parameters, batchSize);
  const program: Program = await compile(sampler.sample as unknown as TensorFunction, specs, compileOptions);
  const draw: Draw = async (weights, seeds) =>
    (await readTree(await program.run(weights, sampleLatents(sampler.inputs, seeds)))) as HostTensor;
  return { draw, dispose: () => program.dispose() };
}

async function compileSteps(sampler: IterativeSampler, parameters: Tree<HostTensor>, { batchSize, compileOptions }: Compiling) {
  const { compile } = await import('@aigc/engine');
  const ends = await openIterativeProgram(sampler, batchSize, compileOptions);
  const specs = [await specsOf(parameters), ...ends.stepSpecs];
  const program = await compile(sampler.step as unknown as TensorFunction, specs, compileOptions);
  const draw: Draw = (weights, seeds) => ends.run(seeds, (carry, inputs) => program.run(weights, carry, inputs));
  const dispose = async (): Promise<void> => {
    await program.dispose();
    await ends.dispose();
  };
  return { draw, dispose };
}
