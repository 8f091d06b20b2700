import type { HostTensor, InputSpec, Named, SamplerBase, TensorSpec, Tree } from '@aigc/plugin-api';

/** Shapes and element types of a tree of tensors. */
export async function specsOf(tree: Tree<TensorSpec>): Promise<Tree<TensorSpec>> {
  const { mapTree } = await import('@aigc/engine');
  return mapTree(tree, ({ shape, dtype }): TensorSpec => ({ shape, dtype }));
}

/** Shapes of inputs that are given for one sample each, for a batch of them. */
export async function rowSpecs(inputs: Named<InputSpec>, batchSize: number): Promise<Named<TensorSpec>> {
  const { mapTree } = await import('@aigc/engine');
  const row = ({ shape, dtype }: TensorSpec): TensorSpec => ({ shape: [batchSize, ...shape], dtype });
  return mapTree(inputs as Named<TensorSpec>, row) as Named<TensorSpec>;
}

/** Shapes of the two arguments of `Sampler.sample`: parameters of the form of `parameters`, and inputs of `batchSize` rows. */
export async function samplerSpecs(
  sampler: SamplerBase,
  parameters: Tree<HostTensor>,
  batchSize: number,
): Promise<readonly [Tree<TensorSpec>, Named<TensorSpec>]> {
  return [await specsOf(parameters), await rowSpecs(sampler.inputs, batchSize)];
}
