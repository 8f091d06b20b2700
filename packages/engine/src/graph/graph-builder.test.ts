import { describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { trace } from '../trace/trace.js';
import { GraphBuilder } from './graph-builder.js';

const SPEC = { shape: [2, 3], dtype: 'float32' } as const;
const opsOf = (fn: (x: tf.Tensor) => tf.Tensor, shape: readonly number[] = SPEC.shape) =>
  trace(fn as never, [{ shape, dtype: 'float32' }], 'test').graph.nodes.map(({ op }) => op);

describe('nodes', () => {
  test('that compute the same are made once', () => {
    expect(opsOf((x) => tf.mul(tf.exp(x), tf.exp(x))).sort()).toEqual(['Exp', 'Mul']);
  });

  test('that differ in an attribute are two', () => {
    const ops = opsOf((x) => tf.add(tf.leakyRelu(x, 0.1), tf.leakyRelu(x, 0.2)));

    expect(ops.filter((op) => op === 'LeakyRelu')).toHaveLength(2);
  });

  test('that no output needs are left out, with their constants', () => {
    const unused = (x: tf.Tensor) => {
      tf.mul(tf.sin(x), 3);
      return tf.cos(x);
    };
    const { graph } = trace(unused as never, [SPEC], 'test');

    expect(graph.nodes.map(({ op }) => op)).toEqual(['Cos']);
    expect(graph.initializers).toEqual([]);
  });
});

describe('memory', () => {
  test('does not move for a transpose that is undone', () => {
    expect(opsOf((x) => tf.transpose(tf.exp(tf.transpose(x))))).not.toContain('Transpose');
  });

  test('does not move between convolutions and what stands between them', () => {
    const filter = () => tf.fill([3, 3, 4, 4], 0.1) as tf.Tensor4D;
    const twice = (x: tf.Tensor) => tf.conv2d(tf.relu(tf.conv2d(x as tf.Tensor4D, filter(), 1, 'same')), filter(), 1, 'same');
    // One on the way in, one on the way out, one for the filters.
    const transposes = opsOf(twice, [2, 8, 8, 4]).filter((op) => op === 'Transpose');

    expect(transposes.length).toBeLessThanOrEqual(3);
  });

  test('is not taken for zeros and ones that are added or multiplied', () => {
    expect(opsOf((x) => tf.mul(tf.add(tf.exp(x), tf.zerosLike(x)), tf.onesLike(x)))).toEqual(['Exp']);
  });

  test('of a filled value follows its order', () => {
    const graph = new GraphBuilder('test');
    const filled = graph.stored({ ...graph.filled(1, [2, 3], 'float32'), order: [1, 0] });

    expect(filled.order).toEqual([1, 0]);
    expect(graph.plain(filled).order).toEqual([0, 1]);
  });
});

describe('constants', () => {
  test('of equal content are stored once, of another type or shape again', () => {
    const graph = new GraphBuilder('test');
    const first = graph.constant([1, 2], [2], 'float32');

    expect(graph.constant([1, 2], [2], 'float32').name).toBe(first.name);
    expect(graph.constant([1, 2], [2], 'int32').name).not.toBe(first.name);
    expect(graph.constant([1, 2], [1, 2], 'float32').name).not.toBe(first.name);
  });
});
