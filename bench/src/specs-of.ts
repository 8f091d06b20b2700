import { mapTree } from '@aigc/engine';
import type { HostTensor, TensorSpec, Tree } from '@aigc/plugin-api';

/** Shapes and types of a tree of tensors: what a function is compiled for. */
export function specsOf(tree: Tree<HostTensor>): Tree<TensorSpec> {
  return mapTree(tree, ({ shape, dtype }): TensorSpec => ({ shape, dtype }));
}
