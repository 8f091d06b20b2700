import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { namedParameters } from './named-parameters.js';

const vector = (...values: number[]): HostTensor => ({
  shape: [values.length],
  dtype: 'float32',
  data: Float32Array.from(values),
});

describe('namedParameters', () => {
  const average = vector(1, 2, 3);
  const state = { generator: { average, other: vector(1, 2, 3) }, updates: vector(9) };
  const parts = [
    { name: 'kernel', shape: [2, 1] },
    { name: 'bias', shape: [1] },
  ];

  test('takes path and parts from where a leaf lies in the state, not from its numbers', () => {
    expect(namedParameters({ weights: average, steps: state.updates }, state, { 'generator.average': parts })).toEqual([
      { path: 'steps', name: 'updates', tensor: state.updates },
      { path: 'weights', name: 'generator.average', tensor: average, parts },
    ]);
  });

  test('leaves what the sampler computed under its own path', () => {
    const computed = vector(5);

    expect(namedParameters({ scale: computed }, state, {})).toEqual([{ path: 'scale', name: 'scale', tensor: computed }]);
    expect(namedParameters(computed, state, {})).toEqual([{ path: '', name: 'parameters', tensor: computed }]);
  });
});
