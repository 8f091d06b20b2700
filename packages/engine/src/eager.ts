import type { DataType, HostData, HostTensor, Tree } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import './trace/repaired-gradients.js';
import type { TensorFunction } from './trace/trace.js';
import { mapTree } from './tree.js';

/**
 * The same function run kernel by kernel on tfjs's `cpu` backend: slow, and the reference that compiled programs are
 * compared against.
 */
export function eager(fn: TensorFunction): (...args: readonly Tree<HostTensor>[]) => Promise<Tree<HostTensor>> {
  return async (...args) => {
    const previous = tf.getBackend() as string | undefined;
    await tf.setBackend('cpu');
    // The backend advertises tfjs-node on stderr at its first write; this project's executor is the engine.
    (tf.backend() as { firstUse?: boolean }).firstUse = false;
    try {
      let result: Tree<HostTensor> | undefined;
      tf.tidy(() => {
        const tensors = args.map((tree) => mapTree(tree, ({ data, shape, dtype }) => tf.tensor(data, [...shape], dtype)));
        result = mapTree(
          fn(...(tensors as never[])),
          (tensor): HostTensor => ({
            shape: tensor.shape,
            dtype: tensor.dtype as DataType,
            data: tensor.dataSync().slice() as HostData[DataType],
          }),
        );
      });
      return result as Tree<HostTensor>;
    } finally {
      if (previous !== undefined && previous !== 'cpu') await tf.setBackend(previous);
    }
  };
}
