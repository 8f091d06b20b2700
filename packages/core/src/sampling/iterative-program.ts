import type { CompileOptions, DeviceTensor, Feed, Program, TensorFunction } from '@aigc/engine';
import type { HostTensor, IterativeSampler, Named, Sampling, TensorSpec, Tree } from '@aigc/plugin-api';
import { sampleLatents, stepLatents } from './sample-latents.js';
import { rowSpecs, specsOf } from './sampler-specs.js';

/** Does this sampler take many steps? */
export function isIterative(sampling: Sampling): sampling is IterativeSampler {
  return 'schedule' in sampling;
}

/** One step of a sampler, with weights stored in it or handed to each call. */
export type StepRunner = (carry: Tree<Feed>, inputs: Named<Feed>) => Promise<Tree<DeviceTensor>>;

/** Start, steps and end of an iterative sampler on a device; what is carried from step to step stays there. */
export interface IterativeProgram {
  /** Shapes of the second and third argument of `IterativeSampler.step`. */
  readonly stepSpecs: readonly Tree<TensorSpec>[];
  /** float32 `[seeds.length, H, W, C]`. */
  run(seeds: readonly number[], step: StepRunner): Promise<HostTensor>;
  dispose(): Promise<void>;
}

/**
 * Compiles the two ends of an iterative sampler for `batchSize` pictures at once.
 *
 * @param pictures what `readGivenPictures` gives for its inputs
 */
export async function openIterativeProgram(
  sampler: IterativeSampler,
  batchSize: number,
  options: CompileOptions,
  pictures: Named<HostTensor> = {},
): Promise<IterativeProgram> {
  const { compile, readTree, treeLeaves } = await import('@aigc/engine');
  const start: Program = await compile(sampler.start as TensorFunction, [await rowSpecs(sampler.inputs, batchSize)], {
    ...options,
    name: `${options.name}: start`,
  });
  const free = (carry: Tree<Feed>): void => {
    for (const [, leaf] of treeLeaves<Feed>(carry)) if ('dispose' in leaf) leaf.dispose();
  };
  // the form of what is carried is known once it is there
  const first = await start.run(sampleLatents(sampler.inputs, new Array<number>(batchSize).fill(0), pictures));
  const carrySpecs = await specsOf(first);
  free(first);
  const finish = await compile(sampler.finish as TensorFunction, [carrySpecs], { ...options, name: `${options.name}: end` });
  const noise = await rowSpecs(sampler.stepInputs, batchSize);
  const levels = await specsOf((sampler.schedule[0] ?? {}) as Named<HostTensor>);
  return {
    stepSpecs: [carrySpecs, { ...(levels as object), ...(noise as object) }],
    async run(seeds, step) {
      let carry: Tree<DeviceTensor> = await start.run(sampleLatents(sampler.inputs, seeds, pictures));
      for (const [index, level] of sampler.schedule.entries()) {
        const next = await step(carry, { ...level, ...stepLatents(sampler.stepInputs, seeds, index) });
        free(carry);
        carry = next;
      }
      const images = (await readTree(await finish.run(carry))) as HostTensor;
      free(carry);
      return images;
    },
    async dispose() {
      await start.dispose();
      await finish.dispose();
    },
  };
}
