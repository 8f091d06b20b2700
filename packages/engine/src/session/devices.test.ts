import type { HostTensor, Named, Tree } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { compile } from '../compile.js';
import { compileStored } from '../export/compile-stored.js';
import { readTree } from '../read-tree.js';
import type { TensorFunction } from '../trace/trace.js';
import type { DeviceName } from './device-name.js';
import type { DeviceTensor, Feed } from './program.js';
import { openDevices } from './testing/open-devices.js';

/** Sums of at most 128 products in another order, over four steps: a few units in the last of 24 bits. */
const TOLERANCE = 1e-5;

const SIDE = 128;
const spec = { shape: [SIDE, SIDE], dtype: 'float32' } as const;
const square = (phase: number): HostTensor => ({
  ...spec,
  data: Float32Array.from({ length: SIDE ** 2 }, (_, i) => Math.sin(i * 0.37 + phase) / 8),
});

type Pair = Named<tf.Tensor2D>;

/** A step of gradient descent on |w x - x|^2, with an int32 count of steps. */
const step = (({ w, count }: Pair, x: tf.Tensor2D) => {
  const { value, grad } = tf.valueAndGrad((v: tf.Tensor) => tf.mean(tf.squaredDifference(tf.matMul(v, x), x)))(
    w as tf.Tensor,
  ) as {
    value: tf.Tensor;
    grad: tf.Tensor;
  };
  return { w: tf.sub(w as tf.Tensor, tf.mul(grad, 0.5)), count: tf.add(count as tf.Tensor, tf.scalar(1, 'int32')), loss: value };
}) as unknown as TensorFunction;
const START: Named<HostTensor> = { w: square(1), count: { shape: [], dtype: 'int32', data: Int32Array.of(0) } };

/** Four steps; the state never leaves the device. */
async function train(device: DeviceName): Promise<Named<HostTensor>> {
  const program = await compile(step, [START, spec], { name: 'step', device });
  let state: Tree<Feed> = START;
  let loss: DeviceTensor | undefined;
  for (let i = 0; i < 4; i++) {
    const { loss: last, ...next } = (await program.run(state, square(0))) as Named<DeviceTensor>;
    state = next;
    loss = last;
  }
  const result = (await readTree({ ...(state as Named<DeviceTensor>), loss: loss as DeviceTensor })) as Named<HostTensor>;
  await program.dispose();
  return result;
}

function distance(a: HostTensor | undefined, b: HostTensor | undefined): number {
  return Math.max(...Array.from(a?.data ?? [Number.NaN], (value, i) => Math.abs(value - (b?.data[i] as number))));
}

const devices = await openDevices();

describe.each(devices)('on %s', (device) => {
  test('training gives what it gives on the processor', async () => {
    const [got, want] = [await train(device), await train('cpu')];

    expect(got.count?.data).toEqual(Int32Array.of(4));
    for (const name of ['w', 'loss']) expect(distance(got[name], want[name])).toBeLessThan(TOLERANCE);
  });

  test('a result of one program is the argument of another, and outlives the first', async () => {
    const first = await compile((x: tf.Tensor) => tf.add(x, 1), [spec], { name: 'first', device });
    const second = await compile((x: tf.Tensor) => ({ y: tf.mul(x, 2), x }), [spec], { name: 'second', device });
    const between = (await first.run(square(0))) as DeviceTensor;
    await first.dispose();

    const { x, y } = (await readTree(await second.run(between))) as Named<HostTensor>;

    expect(between.device).toBe(device);
    const plusOne = square(0).data.map((value) => Math.fround(value + 1)) as Float32Array;
    expect(x?.data).toEqual(plusOne);
    expect(y?.data).toEqual(plusOne.map((value) => value * 2));
    between.dispose();
    await second.dispose();
  });

  test('tensors may be freed after the program that gave them, again and again', async () => {
    for (let round = 0; round < 5; round++) {
      const program = await compile((x: tf.Tensor) => tf.add(x, round), [spec], { name: 'round', device });
      const kept = (await program.run(square(0))) as DeviceTensor;
      await program.dispose();
      expect((await kept.data())[0]).toBe(round);
      kept.dispose();
    }
  });

  test('a program with stored weights draws the same', async () => {
    const linear = ((weights: tf.Tensor2D, x: tf.Tensor2D) => tf.matMul(x, weights)) as unknown as TensorFunction;
    const constants = new Map([['0', { name: 'w', tensor: square(1) }]]);
    const options = { name: 'linear', constants, inputNames: { '1': 'x' }, outputNames: { '': 'y' }, device };
    const program = await compileStored(linear, [spec, spec], options);
    const reference = await compile(linear, [spec, spec], { name: 'linear' });

    const { y } = (await readTree(await program.run({ x: square(2) }))) as Named<HostTensor>;

    expect(distance(y, (await readTree(await reference.run(square(1), square(2)))) as HostTensor)).toBeLessThan(TOLERANCE);
    await expect(program.run({})).rejects.toThrow('linear: x: expected float32 [128, 128], got nothing');
    await Promise.all([program.dispose(), reference.dispose()]);
  });

  test('a tensor of another device is refused by name', async () => {
    const other = device === 'cpu' ? 'tfjs' : 'cpu';
    const double = (on: DeviceName) => compile((x: tf.Tensor) => tf.mul(x, 2), [spec], { name: 'double', device: on });
    const [here, there] = [await double(device), await double(other)];
    const elsewhere = (await there.run(square(0))) as DeviceTensor;

    await expect(here.run(elsewhere)).rejects.toMatchObject({
      code: 'E-DEVICE-004',
      message: `double: arg0: the tensor lies on device ${other}, the program runs on ${device}`,
    });
    await Promise.all([here.dispose(), there.dispose()]);
  });
});

describe('a device that is not there', () => {
  test.each([
    ['tensorflow', /neither optional package of TensorFlow is installed/],
    [process.platform === 'win32' ? 'coreml' : 'directml', /does not bring it for/],
  ] as const)('%s is refused with what to do', async (device, message) => {
    const opening = compile((x: tf.Tensor) => x, [spec], { name: 'same', device });

    await expect(opening).rejects.toMatchObject({ code: 'E-DEVICE-001', exitCode: 31, hints: [expect.any(String)] });
    await expect(opening).rejects.toThrow(message);
  });
});
