import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { HostTensor, TensorSpec } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import * as ort from 'onnxruntime-node';
import { compile } from '../compile.js';
import { decodeModel } from '../onnx/testing/decode-model.js';
import { readTree } from '../read-tree.js';
import { compileStored } from './compile-stored.js';
import { type ExportOnnxOptions, exportOnnx } from './export-onnx.js';

/** Sums of 18 products in another order, by merged operations or another instruction set: a few units in the last of 24 bits. */
const ROUNDING_TOLERANCE = 2e-6;

const spec = (...shape: number[]): TensorSpec => ({ shape, dtype: 'float32' });
const tensor = (shape: number[], phase: number): HostTensor<'float32'> => {
  const size = shape.reduce((product, side) => product * side, 1);
  return { shape, dtype: 'float32', data: Float32Array.from({ length: size }, (_, i) => Math.sin(phase + i)) };
};

const PARTS = [
  { name: 'kernel', shape: [3, 3, 2, 4] },
  { name: 'bias', shape: [4] },
  { name: 'unread', shape: [2, 5] },
];
const VECTOR = tensor([72 + 4 + 10], 0.5);
const SCALE = tensor([4], 2);

/** A convolution whose weights are parts of one flat vector. */
function blur({ weights, scale }: { weights: tf.Tensor1D; scale: tf.Tensor1D }, { x }: { x: tf.Tensor4D }): tf.Tensor {
  const [kernel, bias] = tf.split(weights, [72, 4, 10]) as [tf.Tensor, tf.Tensor];
  const convolved = tf.conv2d(x, tf.reshape(kernel, [3, 3, 2, 4]) as tf.Tensor4D, 1, 'same');
  return tf.tanh(tf.mul(tf.add(convolved, bias), scale));
}

const SPECS = [{ weights: spec(86), scale: spec(4) }, { x: spec(1, 6, 6, 2) }];
const OPTIONS: ExportOnnxOptions = {
  name: 'blur',
  constants: new Map([
    ['0.weights', { name: 'generator.average', tensor: VECTOR, parts: PARTS }],
    ['0.scale', { name: 'scale', tensor: SCALE }],
  ]),
  outputNames: { '': 'images' },
  producerVersion: '1.2.3',
  description: 'blurs',
  metadata: { licence: 'none – ünïcode', empty: '' },
  portDescriptions: { x: 'a picture' },
};
const X = tensor([1, 6, 6, 2], 4);

describe('exportOnnx', () => {
  test('gives what the same function gives with its weights as arguments, bit for bit where nothing is optimised', async () => {
    const program = await compile(blur as never, SPECS, { name: 'blur' });
    const expected = (await readTree(await program.run({ weights: VECTOR, scale: SCALE }, { x: X }))) as HostTensor;
    const { bytes } = exportOnnx(blur as never, SPECS, OPTIONS);

    const plain = { graphOptimizationLevel: 'disabled', extra: { session: { disable_prepacking: '1' } } } as const;
    expect((await runFile(bytes, plain)).data).toEqual(expected.data);
    expect(distance(await runFile(bytes), expected)).toBeLessThanOrEqual(ROUNDING_TOLERANCE);
    await program.dispose();
  });

  test('gives what compileStored gives, bit for bit, with any number of threads', async () => {
    const { bytes } = exportOnnx(blur as never, SPECS, OPTIONS);
    const expected = await runFile(bytes);

    expect(expected.dims).toEqual([1, 6, 6, 4]);
    for (const threads of [1, 2, 3]) {
      const program = await compileStored(blur as never, SPECS, { ...OPTIONS, threads });
      const { images } = (await readTree(await program.run({ x: X }))) as { images: HostTensor };
      expect(images.data).toEqual(expected.data);
      await program.dispose();
    }
  });

  test('refuses to run on an input of another shape', async () => {
    const program = await compileStored(blur as never, SPECS, OPTIONS);

    await expect(program.run({ x: tensor([1, 6, 2, 6], 0) })).rejects.toThrow(
      'blur: x: expected float32 [1, 6, 6, 2], got float32 [1, 6, 2, 6]',
    );
    await expect(program.run({})).rejects.toThrow('got nothing');
    await program.dispose();
  });

  test('stores each weight that is read under its own name and shape', () => {
    const { initializers } = decodeModel(exportOnnx(blur as never, SPECS, OPTIONS).bytes).graph;
    const named = initializers.filter(({ name }) => !/^c\d+$/.test(name));

    expect(named.map(({ name, dims }) => [name, dims.map(Number)])).toEqual([
      ['scale', [4]],
      ['generator.average/kernel', [3, 3, 2, 4]],
      ['generator.average/bias', [4]],
    ]);
    expect(new Uint8Array(named[2]?.rawData as Uint8Array)).toEqual(new Uint8Array(VECTOR.data.slice(72, 76).buffer));
  });

  test('says what it is', () => {
    const exported = exportOnnx(blur as never, SPECS, OPTIONS);
    const model = decodeModel(exported.bytes);

    expect(model).toMatchObject({ producerName: 'aigc', producerVersion: '1.2.3', docString: 'blurs' });
    expect(model.metadataProps.map(({ key, value }) => [key, value])).toEqual([
      ['licence', 'none – ünïcode'],
      ['empty', ''],
    ]);
    expect(model.graph.input.map(({ name, docString }) => [name, docString])).toEqual([['x', 'a picture']]);
    expect(model.graph.output.map(({ name }) => name)).toEqual(['images']);
    expect(exported.inputs).toEqual([{ name: 'x', shape: [1, 6, 6, 2], dtype: 'float32' }]);
    expect(exported.outputs).toEqual([{ name: 'images', shape: [1, 6, 6, 4], dtype: 'float32' }]);
  });

  test('stores a vector whole where the function does more than split it', async () => {
    const twice = (weights: tf.Tensor1D) => tf.add(tf.sum(weights), tf.sum(tf.split(weights, [72, 4, 10])[1] as tf.Tensor));
    const constants = new Map([['0', { name: 'w', tensor: VECTOR, parts: PARTS }]]);
    const { bytes, inputs } = exportOnnx(twice as never, [spec(86)], { name: 'twice', constants });
    const session = await ort.InferenceSession.create(bytes);

    expect(inputs).toEqual([]);
    expect(decodeModel(bytes).graph.initializers.map(({ name }) => name)).toContain('w');
    const sum = (data: Float32Array) => data.reduce((total, value) => total + value, 0);
    const { output } = await session.run({});
    expect(output?.data[0]).toBeCloseTo(sum(VECTOR.data) + sum(VECTOR.data.slice(72, 76)), 4);
  });

  test('keeps the names of ports apart from those inside the graph', async () => {
    const linear = (x: tf.Tensor2D) => tf.add(tf.matMul(x, x), tf.scalar(0.25));
    const options = { name: 'linear', constants: new Map(), inputNames: { '0': 'c0' }, outputNames: { '': 'v1' } };
    const session = await ort.InferenceSession.create(exportOnnx(linear as never, [spec(1, 1)], options).bytes);

    const { v1 } = await session.run({ c0: new ort.Tensor('float32', [3], [1, 1]) });

    expect(v1?.data).toEqual(Float32Array.of(9.25));
  });

  test('refuses two things of one name, and parts that do not fill their vector', () => {
    const clash = { ...OPTIONS, inputNames: { '1.x': 'scale' } };
    const constants = new Map([
      ...OPTIONS.constants,
      ['0.weights', { name: 'w', tensor: VECTOR, parts: PARTS.slice(1) }],
    ] as const);

    expect(() => exportOnnx(blur as never, SPECS, clash)).toThrow(
      expect.objectContaining({ code: 'E-EXPORT-001', message: expect.stringContaining('called "scale"') }),
    );
    expect(() => exportOnnx(blur as never, SPECS, { ...OPTIONS, constants })).toThrow(
      'export: w: expected parts of 86 numbers, got parts of 14',
    );
  });

  const web = webRuntime();
  if (web === undefined) process.stderr.write('skipped: onnxruntime-web is not installed\n');
  (web === undefined ? test.skip : test)('gives the same output in onnxruntime-web', async () => {
    const runtime = (await import(web as string)) as typeof ort;
    runtime.env.wasm.numThreads = 1;
    const { bytes } = exportOnnx(blur as never, SPECS, OPTIONS);
    const session = await runtime.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
    const { images } = await session.run({ x: new runtime.Tensor('float32', X.data, X.shape) });

    expect(session.inputNames).toEqual(['x']);
    expect(distance(images as ort.Tensor, await runFile(bytes))).toBeLessThanOrEqual(ROUNDING_TOLERANCE);
  });
});

/** What ONNX Runtime alone gives for a file, as anybody would load it. */
async function runFile(bytes: Uint8Array, options: ort.InferenceSession.SessionOptions = {}): Promise<ort.Tensor> {
  const session = await ort.InferenceSession.create(bytes, options);
  const { images } = await session.run({ x: new ort.Tensor('float32', X.data, X.shape) });
  await session.release();
  return images as ort.Tensor;
}

function distance(a: { readonly data: unknown }, b: { readonly data: unknown }): number {
  const expected = b.data as Float32Array;
  return Math.max(...(a.data as Float32Array).map((value, i) => Math.abs(value - (expected[i] as number))));
}

/** The file to import of onnxruntime-web, where it is installed: it is large, and only this test would use it. */
function webRuntime(): string | undefined {
  try {
    const file = createRequire(import.meta.url).resolve('onnxruntime-web');
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}
