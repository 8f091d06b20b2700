import type { Program, TensorFunction } from '@aigc/engine';
import type { Image } from '@aigc/media/image';
import type { HostTensor, Sampler, Tree } from '@aigc/plugin-api';
import { sampleLatents } from './sample-latents.js';
import { samplerSpecs } from './sampler-specs.js';
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
  /** One picture for each seed; exactly `batchSize` seeds. @throws DivergenceError for NaN or infinity in a picture. */
  draw(parameters: Tree<HostTensor>, seeds: readonly number[]): Promise<Image[]>;
  dispose(): Promise<void>;
}

/** Compiles a sampler for parameters of the form of `parameters`. @throws UnsupportedKernelError where it cannot. */
export async function compileSampler(
  sampler: Sampler,
  parameters: Tree<HostTensor>,
  options: CompiledSamplerOptions,
): Promise<CompiledSampler> {
  const { compile, readTree } = await import('@aigc/engine');
  const { name, batchSize, threads } = options;
  const specs = await samplerSpecs(sampler, parameters, batchSize);
  const compileOptions = { name, ...(threads === undefined ? {} : { threads }) };
  const program: Program = await compile(sampler.sample as unknown as TensorFunction, specs, compileOptions);
  return {
    async draw(weights, seeds) {
      const output = await program.run(weights, sampleLatents(sampler.inputs, seeds));
      const batch = (await readTree(output)) as HostTensor;
      return seeds.map((seed, row) => toImage(batch, row, `${name}: seed ${seed}`));
    },
    dispose: () => program.dispose(),
  };
}
