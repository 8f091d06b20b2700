import type { HostTensor, InputSpec } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { randomStream } from '../random/random-stream.js';
import { sampleLatents } from './sample-latents.js';

const Z: InputSpec = { shape: [2, 3], dtype: 'float32', source: 'normal' };

describe('sampleLatents', () => {
  test('draws a row for each seed that does not depend on the others', () => {
    const { z } = sampleLatents({ z: Z }, [5, 0, 5]) as { z: HostTensor };

    const row = (seed: number) => [...randomStream(seed).fork('sample').fork('z').normal(6)];
    expect(z.shape).toEqual([3, 2, 3]);
    expect([...z.data]).toEqual([...row(5), ...row(0), ...row(5)]);
  });

  test('draws each input from its own stream and distribution', () => {
    const latents = sampleLatents({ u: { ...Z, source: 'uniform' }, z: Z }, [1]);
    const { u, z } = latents as { u: HostTensor<'float32'>; z: HostTensor };

    expect(u.data.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(u.data).not.toEqual(z.data);
  });

  test('makes up no picture for a sampler', () => {
    expect(() => sampleLatents({ images: { ...Z, source: 'images' } }, [1])).toThrow('sampler input images');
  });
});
