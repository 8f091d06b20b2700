import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DecodeError } from '@aigc/plugin-api';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { exportOnnx } from '../export/export-onnx.js';
import type { TensorFunction } from '../trace/trace.js';
import { loadOnnx } from './load-onnx.js';

describe('loadOnnx', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aigc-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('says what a file takes and gives, and runs it', async () => {
    const path = join(folder, 'double.onnx');
    const { bytes, inputs } = exportOnnx(
      ((x: tf.Tensor) => tf.add(tf.mul(x, 2), 1)) as unknown as TensorFunction,
      [{ shape: [2, 3], dtype: 'float32' }],
      { name: 'double', constants: new Map(), outputNames: { '': 'y' } },
    );
    await writeFile(path, bytes);
    const port = inputs[0]?.name as string;

    const model = await loadOnnx(path);
    const { y } = await model.run({ [port]: { shape: [2, 3], dtype: 'float32', data: Float32Array.of(0, 1, 2, 3, 4, 5) } });
    await model.dispose();

    expect(model.inputs).toEqual([{ name: port, type: 'float32', shape: [2, 3] }]);
    expect(model.outputs).toEqual([{ name: 'y', type: 'float32', shape: [2, 3] }]);
    expect(y).toEqual({ shape: [2, 3], dtype: 'float32', data: Float32Array.of(1, 3, 5, 7, 9, 11) });
  });

  test('refuses a file that is no model, by its name', async () => {
    const path = join(folder, 'notes.onnx');
    await writeFile(path, 'not a model');

    await expect(loadOnnx(path)).rejects.toThrow(DecodeError);
    await expect(loadOnnx(path)).rejects.toMatchObject({ code: 'E-DECODE-201', path });
  });
});
