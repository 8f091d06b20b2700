import type { HostTensor, Named, Sampler, TensorSpec, Tree } from '@aigc/plugin-api';

/** Shapes of the two arguments of `Sampler.sample`: parameters of the form of `parameters`, and inputs of `batchSize` rows. */
export async function samplerSpecs(
  sampler: Sampler,
  parameters: Tree<HostTensor>,
  batchSize: number,
): Promise<readonly [Tree<TensorSpec>, Named<TensorSpec>]> {
  const { mapTree } = await import('@aigc/engine');
  const inputs = mapTree(
    sampler.inputs as Named<TensorSpec>,
    ({ shape, dtype }): TensorSpec => ({ shape: [batchSize, ...shape], dtype }),
  );
  return [mapTree(parameters, ({ shape, dtype }): TensorSpec => ({ shape, dtype })), inputs as Named<TensorSpec>];
}
