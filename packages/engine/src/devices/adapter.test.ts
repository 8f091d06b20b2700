import { describe, expect, test } from '@jest/globals';
import { readAdapter } from './adapter.js';

describe('readAdapter', () => {
  test.each([
    ['a card', { vendor: 'nvidia', device: 'nvidia-h200', isFallbackAdapter: false }, { name: 'nvidia-h200', isSoftware: false }],
    [
      'Mesa on the processor',
      { vendor: 'mesa', device: 'llvmpipe-llvm-15-0-6-256-bits-' },
      { name: 'llvmpipe-llvm-15-0-6-256-bits', isSoftware: true },
    ],
    [
      'what says so itself',
      { description: 'Some renderer', isFallbackAdapter: true },
      { name: 'Some renderer', isSoftware: true },
    ],
    ['a vendor without a name', { vendor: 'apple', device: '' }, { name: 'apple', isSoftware: false }],
    ['nothing', {}, undefined],
  ])('reads %s', (_, info, expected) => {
    expect(readAdapter(JSON.stringify(info))).toEqual(expected);
  });
});
