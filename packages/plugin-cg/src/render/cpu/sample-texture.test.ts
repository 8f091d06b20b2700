import { describe, expect, test } from '@jest/globals';
import { type MaterialTexture, TEXEL_CHANNELS } from '../scene.js';
import { buildPyramid, listLevels } from '../texture-pyramid.js';
import { sampleTexture } from './sample-texture.js';

const SIZE = 16;

/** A texture whose every channel is the value at a texel, 0 to 1. */
function texture(at: (x: number, y: number) => number, repeats = true): MaterialTexture {
  const levels = listLevels(SIZE, SIZE);
  const data = new Uint16Array((levels.at(-1)?.offset ?? 0) + TEXEL_CHANNELS);
  for (let index = 0; index < SIZE * SIZE * TEXEL_CHANNELS; index++) {
    const texel = Math.floor(index / TEXEL_CHANNELS);
    data[index] = Math.round(at(texel % SIZE, Math.floor(texel / SIZE)) * 65_535);
  }
  buildPyramid(data, levels);
  return { data, levels, repeats };
}

function sample(from: MaterialTexture, u: number, v: number, pixel: number): number {
  const out = new Float64Array(TEXEL_CHANNELS);
  sampleTexture(out, from, Float64Array.of(u, v), { uRight: pixel, vRight: 0, uDown: 0, vDown: pixel });
  return out[8] as number;
}

describe('sampleTexture', () => {
  test('gives a texel at its centre and the mean between two', () => {
    const ramp = texture((x) => x / SIZE);
    expect(sample(ramp, 5.5 / SIZE, 0.5, 0.01)).toBeCloseTo(5 / SIZE, 4);
    expect(sample(ramp, 6 / SIZE, 0.5, 0.01)).toBeCloseTo(5.5 / SIZE, 4);
  });

  test('gives the mean of everything that a pixel covers', () => {
    const checks = texture((x, y) => (x + y) % 2);
    for (const u of [0.1, 0.37, 0.9]) expect(sample(checks, u, 0.3, 2 / SIZE)).toBeCloseTo(0.5, 4);
  });

  test('repeats beyond its border, or stays at it', () => {
    const ramp = (repeats: boolean) => texture((x) => x / SIZE, repeats);
    expect(sample(ramp(true), 1 + 3.5 / SIZE, -0.2, 0.01)).toBeCloseTo(3 / SIZE, 4);
    expect(sample(ramp(true), -0.5 / SIZE, 0.5, 0.01)).toBeCloseTo(15 / SIZE, 4);
    expect(sample(ramp(false), 1.7, 0.5, 0.01)).toBeCloseTo(15 / SIZE, 4);
    expect(sample(ramp(false), -3, 0.5, 0.01)).toBe(0);
  });
});
