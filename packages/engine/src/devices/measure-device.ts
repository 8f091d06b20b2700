import type { HostTensor, Named, TensorSpec } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';
import { compile } from '../compile.js';
import type { DeviceName } from '../session/device-name.js';
import type { DeviceTensor, Program } from '../session/program.js';
import type { TensorFunction } from '../trace/trace.js';
import { treeLeaves } from '../tree.js';

/** Products that follow one another without leaving the device. */
const PRODUCTS = 8;
/** Sides of the square matrices: a larger one is taken where a chain of the last took less than `SHORT_MS`. */
const SIDES = [128, 512, 2048];
const SHORT_MS = 4;
const RUNS = 5;

/** Where and with how many threads something is measured. */
interface Measured {
  readonly device: DeviceName;
  readonly threads: number;
}

const float32 = (...shape: number[]): TensorSpec<'float32'> => ({ shape, dtype: 'float32' });
const filled = (value: number, ...shape: number[]): HostTensor<'float32'> => ({
  ...float32(...shape),
  data: new Float32Array(shape.reduce((product, size) => product * size, 1)).fill(value),
});

/** Nothing but a scalar comes back, so that a GPU is not measured by its bus. */
function chainedProducts(a: tf.Tensor2D): tf.Scalar {
  let product = a;
  for (let i = 0; i < PRODUCTS; i++) product = tf.matMul(product, a);
  return tf.mean(product) as tf.Scalar;
}

/** One step of gradient descent on a small convolutional network: what training mostly is, small operations included. */
function trainingStep({ first, second }: Named<tf.Tensor4D>, images: tf.Tensor4D): Named<tf.Tensor> {
  const loss = (a: tf.Tensor4D, b: tf.Tensor4D) => {
    const hidden = tf.relu(tf.conv2d(images, a, 1, 'same')) as tf.Tensor4D;
    const { mean, variance } = tf.moments(hidden, [0, 1, 2]);
    const normal = tf.div(tf.sub(hidden, mean), tf.sqrt(tf.add(variance, 1e-3))) as tf.Tensor4D;
    return tf.mean(tf.square(tf.conv2d(normal, b, 2, 'same'))) as tf.Scalar;
  };
  const { value, grads } = tf.valueAndGrads(loss as (...args: tf.Tensor[]) => tf.Scalar)([
    first as tf.Tensor,
    second as tf.Tensor,
  ]);
  const moved = (weights: tf.Tensor, i: number) => tf.sub(weights, tf.mul(grads[i] as tf.Tensor, 0.01));
  return { first: moved(first as tf.Tensor, 0), second: moved(second as tf.Tensor, 1), loss: value };
}

/** Best time of a few runs in milliseconds, after one that is not counted. */
async function bestMs(program: Program, args: readonly (HostTensor | Named<HostTensor>)[], isEnough: (ms: number) => boolean) {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run <= RUNS; run++) {
    const started = performance.now();
    for (const [, tensor] of treeLeaves<DeviceTensor>(await program.run(...args))) tensor.dispose();
    const ms = performance.now() - started;
    if (run > 0) best = Math.min(best, ms);
    else if (isEnough(ms)) return ms;
  }
  return best;
}

/**
 * Float32 GFLOP/s of a device on chained matrix products, their size chosen for its speed: about 0.1 s on most devices.
 *
 * @throws DeviceError when the device is not there
 */
export async function measureGigaflops({ device, threads }: Measured): Promise<number> {
  let gigaflops = 0;
  for (const side of SIDES) {
    const program = await compile(chainedProducts, [float32(side, side)], { name: 'device-speed', threads, device });
    // Rows that sum to 1: the products neither grow nor vanish. One run of a slow device is enough.
    const ms = await bestMs(program, [filled(1 / side, side, side)], (first) => first > 100);
    await program.dispose();
    gigaflops = (2 * PRODUCTS * side ** 3) / ms / 1e6;
    if (ms > SHORT_MS) break;
  }
  return gigaflops < 10 ? Math.round(gigaflops * 10) / 10 : Math.round(gigaflops);
}

/**
 * Milliseconds of a training step of a small convolutional network on a device, about 0.2 GFLOP in some 150 operations.
 *
 * @throws DeviceError when the device is not there
 */
export async function measureStepMs({ device, threads }: Measured): Promise<number> {
  const weights = { first: filled(0.01, 3, 3, 16, 32), second: filled(0.01, 3, 3, 32, 32) };
  const args = [weights, filled(0.5, 4, 32, 32, 16)];
  const program = await compile(trainingStep as unknown as TensorFunction, args, { name: 'device-step', threads, device });
  const ms = await bestMs(program, args, (first) => first > 2000);
  await program.dispose();
  return ms;
}
