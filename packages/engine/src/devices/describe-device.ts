import { cpus } from 'node:os';
import type { DeviceFacts, HostTensor } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { compile } from '../compile.js';
import { defaultThreads } from '../session/onnx-session.js';

/** Side of the square matrices that are multiplied; 2 N^3 operations are well above the cost of a call. */
const SIDE = 512;
const RUNS = 5;

/** Names the processor and measures it: the best of a few products of two 512 x 512 float32 matrices, about 10 ms in all. */
export async function describeDevice(threads = defaultThreads()): Promise<DeviceFacts> {
  const spec = { shape: [SIDE, SIDE], dtype: 'float32' } as const;
  const product = (a: tf.Tensor2D, b: tf.Tensor2D) => tf.matMul(a, b);
  const program = await compile(product, [spec, spec], { name: 'device-speed', threads });
  const matrix: HostTensor = { ...spec, data: new Float32Array(SIDE * SIDE).fill(0.5) };
  let bestMs = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const started = performance.now();
    await program.run(matrix, matrix);
    bestMs = Math.min(bestMs, performance.now() - started);
  }
  await program.dispose();
  const model = cpus()[0]?.model.trim() ?? process.arch;
  return {
    name: 'cpu',
    description: `${model}, ${threads} thread${threads === 1 ? '' : 's'}`,
    gigaflops: Math.round((2 * SIDE ** 3) / bestMs / 1e6),
  };
}
