import { cpus } from 'node:os';
import type { DeviceFacts, HostTensor } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { compile } from '../compile.js';
import { defaultThreads } from '../session/onnx-session.js';
import type { DeviceName } from '../session/program.js';
import { gpuName } from './gpu-name.js';

/** Side of the square matrices that are multiplied, and how many products follow one another without leaving the device. */
const SIDE = 512;
const PRODUCTS = 8;
const RUNS = 5;

/** Nothing but a scalar comes back, so that a GPU is not measured by its bus. */
function chainedProducts(a: tf.Tensor2D): tf.Scalar {
  let product = a;
  for (let i = 0; i < PRODUCTS; i++) product = tf.matMul(product, a);
  return tf.mean(product) as tf.Scalar;
}

/**
 * Names a device and measures it: the best of a few chains of 512 x 512 float32 matrix products, about 0.1 s in all on a CPU.
 *
 * @throws DeviceError when the device is not there
 */
export async function describeDevice(threads = defaultThreads(), device: DeviceName = 'cpu'): Promise<DeviceFacts> {
  const spec = { shape: [SIDE, SIDE], dtype: 'float32' } as const;
  const program = await compile(chainedProducts, [spec], { name: 'device-speed', threads, device });
  // Rows that sum to 1: the products neither grow nor vanish.
  const matrix: HostTensor = { ...spec, data: new Float32Array(SIDE * SIDE).fill(1 / SIDE) };
  let bestMs = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const started = performance.now();
    await program.run(matrix);
    bestMs = Math.min(bestMs, performance.now() - started);
  }
  await program.dispose();
  const processor = `${cpus()[0]?.model.trim() ?? process.arch}, ${threads} thread${threads === 1 ? '' : 's'}`;
  return {
    name: device,
    description: device === 'cpu' ? processor : ((await gpuName()) ?? 'software adapter, no GPU was found'),
    gigaflops: Math.round((2 * PRODUCTS * SIDE ** 3) / bestMs / 1e6),
  };
}
