// Code: E-TRAIN-003 the sampler gave NaN or infinity.
import type { Program, TensorFunction } from '@aigc/engine';
import type { Image } from '@aigc/media/image';
import { DivergenceError, type HostTensor, type Named, type Sampler, type TensorSpec, type Tree } from '@aigc/plugin-api';
import { sampleLatents } from './sample-latents.js';

/** How a sampler is compiled. */
export interface CompiledSamplerOptions {
  /** Name in error messages, e.g. `sample dcgan`. */
  readonly name: string;
  /** Seeds a call of `draw` takes. */
  readonly batchSize: number;
  readonly threads?: number | undefined;
}

/** A sampler on the device; made by `compileSampler`. */
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
  const { compile, mapTree, readTree } = await import('@aigc/engine');
  const { name, batchSize, threads } = options;
  const specs: Tree<TensorSpec>[] = [
    mapTree(parameters, ({ shape, dtype }): TensorSpec => ({ shape, dtype })),
    mapTree(sampler.inputs as Named<TensorSpec>, ({ shape, dtype }): TensorSpec => ({ shape: [batchSize, ...shape], dtype })),
  ];
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

/** Row of a float32 [B, H, W, C] in [-1, 1] as 8-bit pixels: -1 becomes 0 and 1 becomes 255. */
function toImage(batch: HostTensor, row: number, name: string): Image {
  const [, height = 0, width = 0, channels = 0] = batch.shape;
  const length = height * width * channels;
  const values = (batch.data as Float32Array).subarray(row * length, (row + 1) * length);
  const data = new Uint8Array(length);
  for (let i = 0; i < length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) {
      throw new DivergenceError('E-TRAIN-003', `${name}: the picture holds NaN or infinity`, {
        hints: ['train the model again'],
      });
    }
    data[i] = Math.max(0, Math.min(255, Math.round((value + 1) * 127.5)));
  }
  return { width, height, channels: channels as Image['channels'], data };
}
