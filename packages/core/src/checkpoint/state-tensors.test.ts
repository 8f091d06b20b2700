import { type HostTensor, ShapeMismatchError } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { findNonFinite, stateHash, stateOfTensors, tensorsOfState } from './state-tensors.js';

const vector = (...values: number[]): HostTensor => ({
  shape: [values.length],
  dtype: 'float32',
  data: Float32Array.from(values),
});
const step: HostTensor = { shape: [], dtype: 'int32', data: Int32Array.of(3) };
const STATE = { generator: { weights: vector(1, 2, 3, 4, 5, 6), mean: vector(9) }, adam: { step } };
const ENTRIES = {
  'generator.weights': [
    { name: 'dense.kernel', shape: [2, 2] },
    { name: 'dense.bias', shape: [2] },
  ],
};

describe('tensorsOfState', () => {
  test('names leaves by path and parts of a flat vector by entry', () => {
    const tensors = tensorsOfState(STATE, ENTRIES);

    expect([...tensors.keys()]).toEqual([
      'adam.step',
      'generator.mean',
      'generator.weights/dense.kernel',
      'generator.weights/dense.bias',
    ]);
    expect(tensors.get('generator.weights/dense.kernel')).toEqual({ ...vector(1, 2, 3, 4), shape: [2, 2] });
    expect(tensors.get('generator.weights/dense.bias')).toEqual(vector(5, 6));
  });

  test('refuses entries that do not fill their vector, and entries without a leaf', () => {
    const short = { 'generator.weights': [{ name: 'a', shape: [5] }] };

    expect(() => tensorsOfState(STATE, short)).toThrow(
      'tensorsOfState: expected a vector of 5 for the entries of generator.weights, got [6]',
    );
    expect(() => tensorsOfState(STATE, { ...ENTRIES, other: [] })).toThrow('expected a leaf other in the state, got none');
    expect(() => tensorsOfState({ 'a.b': step }, {})).toThrow(ShapeMismatchError);
  });
});

describe('stateOfTensors', () => {
  test('undoes tensorsOfState', () => {
    expect(stateOfTensors(tensorsOfState(STATE, ENTRIES), ENTRIES)).toEqual(STATE);
    expect(stateOfTensors(tensorsOfState(step, {}), {})).toEqual(step);
  });

  test('refuses a missing part, another shape and a part of another model', () => {
    const tensors = tensorsOfState(STATE, ENTRIES);

    expect(() => stateOfTensors(tensors, { x: [{ name: 'y', shape: [1] }] })).toThrow('expected float32 [1] for x/y, got none');
    const other = { 'generator.weights': [{ name: 'dense.kernel', shape: [4] }] };
    expect(() => stateOfTensors(tensors, other)).toThrow(
      'expected float32 [4] for generator.weights/dense.kernel, got float32 [2, 2]',
    );
    expect(() => stateOfTensors(tensors, {})).toThrow('expected tensors of this model alone, got generator.weights/dense.kernel');
  });
});

describe('stateHash', () => {
  test('depends on names, shapes, types and bytes, not on order', () => {
    const hash = (entries: [string, HostTensor][]): string => stateHash(new Map(entries));
    const reference = hash([
      ['a', vector(0)],
      ['b', vector(1)],
    ]);

    expect(
      hash([
        ['b', vector(1)],
        ['a', vector(0)],
      ]),
    ).toBe(reference);
    const zero: HostTensor = { shape: [1], dtype: 'int32', data: Int32Array.of(0) };
    const others = [vector(-0), zero, { ...vector(0), shape: [1, 1] }].map((a) =>
      hash([
        ['a', a],
        ['b', vector(1)],
      ]),
    );
    expect(new Set([reference, ...others]).size).toBe(4);
  });
});

describe('findNonFinite', () => {
  test('names the tensor that holds NaN or infinity', () => {
    expect(
      findNonFinite(
        new Map([
          ['a', vector(1)],
          ['s', step],
        ]),
      ),
    ).toBeUndefined();
    expect(
      findNonFinite(
        new Map([
          ['a', vector(1)],
          ['b', vector(0, Number.NaN)],
        ]),
      ),
    ).toBe('b');
    expect(findNonFinite(new Map([['a', vector(-Infinity)]]))).toBe('a');
  });
});
