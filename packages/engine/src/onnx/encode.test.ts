import type { HostTensor, TensorSpec } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type { Attribute, OnnxGraph } from '../graph/onnx-graph.js';
import { openSession } from '../session/onnx-session.js';
import { encodeOnnxModel } from './encode.js';

const node = (op: string, inputs: string[], outputs: string[], attributes: { [name: string]: Attribute } = {}) => ({
  op,
  domain: '',
  inputs,
  outputs,
  attributes,
});
const bytes = (values: Float32Array | BigInt64Array | Int32Array) => new Uint8Array(values.buffer);

/** Every kind of attribute, initializer and port that the engine writes, but for graphs inside. */
const GRAPH: OnnxGraph = {
  name: 'all of it',
  nodes: [
    node('LeakyRelu', ['x'], ['leaky'], { alpha: { float: 0.25 } }),
    node('Transpose', ['leaky'], ['turned'], { perm: { ints: [1, 0] } }),
    node('Concat', ['turned', 'row'], ['joined'], { axis: { int: 0 } }),
    node('Pad', ['joined', 'borders', ''], ['y'], { mode: { string: 'constant' } }),
    node('Constant', [], ['alphas'], { value_floats: { floats: [0.5, -1] } }),
    node('Cast', ['alphas'], ['z'], { to: { int: 6 } }),
    node('Equal', ['n', 'n'], ['same']),
  ],
  initializers: [
    { name: 'row', shape: [1, 2], dtype: 'float32', data: bytes(Float32Array.of(7, 8)) },
    { name: 'borders', shape: [4], dtype: 'int64', data: bytes(BigInt64Array.of(0n, 0n, 0n, 1n)) },
  ],
  inputs: [
    { name: 'x', shape: [2, 2], dtype: 'float32' },
    { name: 'n', shape: [], dtype: 'int32' },
  ],
  outputs: [
    { name: 'y', shape: [3, 3], dtype: 'float32' },
    { name: 'z', shape: [2], dtype: 'int32' },
    { name: 'same', shape: [], dtype: 'bool' },
  ],
};

describe('encodeOnnxModel', () => {
  test('writes what ONNX Runtime reads', async () => {
    const outputs = new Map(GRAPH.outputs.map((port) => [port.name, port as TensorSpec]));
    const session = await openSession(encodeOnnxModel(GRAPH), { name: 'round trip', device: 'cpu', threads: 1, outputs });
    const x: HostTensor = { shape: [2, 2], dtype: 'float32', data: Float32Array.of(1, -2, 3, 4) };
    const n: HostTensor = { shape: [], dtype: 'int32', data: Int32Array.of(9) };

    const results = await session.run(new Map(Object.entries({ x, n })), outputs);
    const read = async (name: string) => Array.from((await results.get(name)?.data()) ?? []);

    // leaky: [[1, -0.5], [3, 4]]; transposed, a row below, a column of zeros beside it
    expect(await read('y')).toEqual([1, 3, 0, -0.5, 4, 0, 7, 8, 0]);
    expect(await read('z')).toEqual([0, -1]);
    expect(await read('same')).toEqual([1]);
    await session.release();
  });

  test('writes a graph inside a graph, its operator sets, and an axis whose size the feed decides', async () => {
    const port = (name: string) => ({ name, shape: [2], dtype: 'float32' }) as const;
    const body: OnnxGraph = {
      name: 'body',
      nodes: [
        node('Add', ['sum', 'row'], ['next']),
        { ...node('QuickGelu', ['row'], ['gelu'], { alpha: { float: 0 } }), domain: 'com.microsoft' },
      ],
      initializers: [],
      inputs: [port('sum'), port('row')],
      outputs: [port('next'), port('gelu')],
    };
    const scan = node('Scan', ['zero', 'rows'], ['total', 'halves'], { body: { graph: body }, num_scan_inputs: { int: 1 } });
    const graph: OnnxGraph = {
      name: 'scan',
      nodes: [scan],
      initializers: [],
      inputs: [port('zero'), { ...port('rows'), stackAxis: 'n' }],
      outputs: [port('total'), { ...port('halves'), stackAxis: 'n' }],
    };
    const outputs = new Map(graph.outputs.map((output) => [output.name, output as TensorSpec]));
    const session = await openSession(encodeOnnxModel(graph), { name: 'scan', device: 'cpu', threads: 1, outputs });
    const zero: HostTensor = { shape: [2], dtype: 'float32', data: new Float32Array(2) };

    for (const n of [1, 3]) {
      const rows: HostTensor = { shape: [n, 2], dtype: 'float32', data: Float32Array.from({ length: 2 * n }, (_, i) => i) };
      const results = await session.run(new Map(Object.entries({ zero, rows })), outputs);

      // 0, 1, 2 ... in two columns; x * sigmoid(0 x) is half of x
      expect(Array.from((await results.get('total')?.data()) ?? [])).toEqual([n * (n - 1), n * n]);
      expect(Array.from((await results.get('halves')?.data()) ?? [])).toEqual(Array.from(rows.data, (x) => x / 2));
    }
    await session.release();
  });

  test('is deterministic', () => {
    expect(encodeOnnxModel(GRAPH)).toEqual(encodeOnnxModel(GRAPH));
  });
});
