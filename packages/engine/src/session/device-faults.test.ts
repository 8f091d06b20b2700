import { DeviceError, type HostTensor, type Named, type TensorSpec } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { compile } from '../compile.js';
import type { TensorFunction } from '../trace/trace.js';
import { deviceConnection } from './device-connection.js';
import type { DeviceName } from './device-name.js';
import type { DeviceTensor } from './program.js';
import { openDevices } from './testing/open-devices.js';

const X: HostTensor<'float32'> = { shape: [1, 1], dtype: 'float32', data: Float32Array.of(3) };

/** A matrix `[side, side]` of 2 x + 1, as a product of a column and a row, and its mean, which must never be 0. */
const fill = (side: number) =>
  ((x: tf.Tensor) => {
    const product = tf.matMul(tf.broadcastTo(x, [side, 1]), tf.ones([1, side]));
    const whole = tf.add(tf.mul(product, 2), 1);
    return { whole, mean: tf.mean(whole) };
  }) as unknown as TensorFunction;
const open = (side: number, device: DeviceName) => compile(fill(side), [X as TensorSpec], { name: 'fill', device });

const SIDE = 512;
/** 4 TiB in one tensor: more than any machine has, and than a GPU can bind to a shader. */
const HUGE_SIDE = 2 ** 20;

const devices = await openDevices();
const onWebgpu = devices.includes('webgpu') ? test : test.skip;

describe.each(devices)('on %s', (device) => {
  test('memory that is not there is an error with a remedy, and the device goes on', async () => {
    const tooLarge = open(HUGE_SIDE, device).then((program) => program.run(X));

    await expect(tooLarge).rejects.toBeInstanceOf(DeviceError);
    await expect(tooLarge).rejects.toMatchObject({
      exitCode: 31,
      hints: [expect.stringContaining('--batch-size'), expect.anything()],
    });
    const program = await open(SIDE, device);
    const { mean } = (await program.run(X)) as Named<DeviceTensor>;
    expect(await mean?.data()).toEqual(Float32Array.of(7));
    await program.dispose();
  });
});

describe('a GPU whose process ends', () => {
  const lost = {
    code: 'E-DEVICE-005',
    exitCode: 31,
    message: expect.stringMatching(/device webgpu was lost: .*SIGKILL/),
    retryable: true,
  };

  onWebgpu('fails what was asked, what lay on it and what is fed from it; the next program finds it again', async () => {
    const program = await open(SIDE, 'webgpu');
    const { whole, mean } = (await program.run(X)) as Named<DeviceTensor>;
    const pending = program.run(X);
    process.kill(deviceConnection().pid as number, 'SIGKILL');

    await expect(pending).rejects.toMatchObject(lost);
    await expect(program.run(X)).rejects.toMatchObject(lost);
    await expect(whole?.data()).rejects.toMatchObject({ ...lost, note: expect.stringContaining('saved before is safe') });
    expect(await mean?.data()).toEqual(Float32Array.of(7));
    whole?.dispose();
    await program.dispose();

    const again = await compile((x: tf.Tensor) => tf.mean(x), [{ shape: [SIDE, SIDE], dtype: 'float32' }], {
      name: 'again',
      device: 'webgpu',
    });
    await expect(again.run(whole as DeviceTensor)).rejects.toMatchObject({ code: 'E-DEVICE-005' });
    const reopened = await open(SIDE, 'webgpu');
    const second = (await reopened.run(X)) as Named<DeviceTensor>;
    expect(await second.mean?.data()).toEqual(Float32Array.of(7));
    await Promise.all([again.dispose(), reopened.dispose()]);
  });
});
