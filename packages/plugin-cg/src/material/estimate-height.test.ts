import type { Image } from '@aigc/media/image';
import { describe, expect, test } from '@jest/globals';
import { distanceToZero } from './distance-transform.js';
import { estimateHeight } from './estimate-height.js';
import { findBorders } from './find-borders.js';
import { graphicHeight } from './graphic-height.js';
import { measureSpectrum } from './measure-spectrum.js';
import { paintConfidence } from './paint-confidence.js';
import { createPlane, mapPlane, type Plane } from './plane.js';
import { toPlane, toSpectrum, visitFrequencies } from './spectrum.js';
import { textureHeight } from './texture-height.js';
import { splitTones } from './two-tone.js';

const WRAP = { x: 'wrap', y: 'wrap' } as const;
const CLAMP = { x: 'clamp', y: 'clamp' } as const;
const SIZE = 64;

function fill(valueAt: (x: number, y: number) => number): Plane {
  return mapPlane(createPlane(SIZE, SIZE), (_, i) => valueAt(i % SIZE, Math.floor(i / SIZE)));
}

/** A tile without a preferred direction, the same every time: the spectrum 1 / f of noise from a counter. */
function terrain(): Plane {
  const hash = (i: number) => (Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(i + 7, 0x85ebca6b)) >>> 8;
  const spectrum = toSpectrum(fill((x, y) => hash(y * SIZE + x) / 2 ** 24));
  visitFrequencies(spectrum, (index, x, y) => {
    const frequency = Math.hypot(x, y);
    const gain = frequency === 0 ? 0 : 1 / frequency ** 1.5;
    spectrum.re[index]! *= gain;
    spectrum.im[index]! *= gain;
  });
  return toPlane(spectrum);
}

function correlation(first: Plane, second: Plane): number {
  const centre = ({ data }: Plane) => {
    const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
    return data.map((value) => value - mean);
  };
  const [a, b] = [centre(first), centre(second)];
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

function toImage(plane: Plane): Image {
  const low = Math.min(...plane.data);
  const high = Math.max(...plane.data);
  const data = Uint8Array.from(plane.data, (value) => Math.round(40 + (170 * (value - low)) / (high - low)));
  return { width: plane.width, height: plane.height, channels: 1, data };
}

describe('textureHeight', () => {
  test('takes dark for low', () => {
    const luminance = terrain();

    const { height, lightFromAbove } = textureHeight(luminance, WRAP, 1);

    expect(lightFromAbove).toBe(0);
    expect(correlation(height, luminance)).toBeCloseTo(1, 5);
  });

  test('is plain for a plain picture', () => {
    const { height } = textureHeight(
      mapPlane(createPlane(6, 5), () => 0.3),
      WRAP,
      1,
    );

    for (const value of height.data) expect(value).toBeCloseTo(0, 9);
  });

  test('finds the height of a surface that is lit from above', () => {
    const height = terrain();
    // Brightness is the slope that faces up: height falling upward, by central differences.
    const lit = mapPlane(height, (_, i) => {
      const [x, y] = [i % SIZE, Math.floor(i / SIZE)];
      const row = (dy: number) => height.data[((y + dy + SIZE) % SIZE) * SIZE + x]!;
      return 0.5 + 0.01 * (row(1) - row(-1));
    });

    const found = textureHeight(lit, WRAP, 1);

    expect(found.lightFromAbove).toBe(1);
    // Waves across the light leave no trace in brightness; those along it come back.
    expect(correlation(found.height, height)).toBeGreaterThan(0.75);
  });
});

describe('measureSpectrum', () => {
  test('does not take grain for light', () => {
    const row = (y: number) => Math.sin((2 * Math.PI * 3 * y) / SIZE) + 0.5 * Math.sin((2 * Math.PI * 7 * y) / SIZE + 1);
    const grain = fill((_, y) => row(y));

    expect(measureSpectrum(toSpectrum(grain)).lightFromAbove).toBe(0);
  });

  test('measures the spread of a plane', () => {
    // +-0.1 in turn has a standard deviation of 0.1.
    const stripes = createPlane(
      8,
      8,
      Float32Array.from({ length: 64 }, (_, i) => (i % 2 ? 0.1 : -0.1)),
    );

    expect(measureSpectrum(toSpectrum(stripes)).spread).toBeCloseTo(0.1, 6);
  });
});

describe('findBorders', () => {
  test('tells a tile from a cut, axis by axis', () => {
    const wave = (x: number) => Math.sin((2 * Math.PI * x) / SIZE);
    const plane = fill((x, y) => wave(x) + y);

    expect(findBorders(plane)).toEqual({ x: 'wrap', y: 'clamp' });
  });
});

describe('paintConfidence', () => {
  test('is full for grey and for one tinted material, low for two paints of one brightness', () => {
    const pixels = (colours: readonly (readonly [number, number, number])[]): Image => ({
      width: colours.length,
      height: 1,
      channels: 3,
      data: Uint8Array.from(colours.flat()),
    });
    const greys = pixels([
      [50, 50, 50],
      [90, 90, 90],
      [130, 130, 130],
    ]);
    const paints = pixels([
      [180, 60, 60],
      [40, 120, 60],
      [185, 62, 62],
      [42, 124, 62],
    ]);

    expect(paintConfidence(greys)).toBe(1);
    expect(paintConfidence(paints)).toBeLessThan(0.6);
  });
});

describe('graphicHeight', () => {
  const disc = fill((x, y) => (Math.hypot(x - 32, y - 32) < 20 ? 1 : 0));

  test('raises the bright part to an even plateau above an even ground', () => {
    const { data } = graphicHeight(disc, CLAMP);

    // The bevel is at least 2 pixels wide: its quarter sine ends 2 * 2 / pi up.
    const bevel = Math.max(2, 0.035 * SIZE);
    expect(data[32 * SIZE + 32]).toBeCloseTo((2 * bevel) / Math.PI, 5);
    expect(data[0]).toBe(0);
  });

  test('is chosen for two tones and not for a texture', () => {
    const size = { width: SIZE, height: SIZE, borders: CLAMP };

    expect(estimateHeight(toImage(disc), size).graphic).toBe(1);
    expect(estimateHeight(toImage(terrain()), size).graphic).toBe(0);
    expect(splitTones(disc)).toMatchObject({ dark: 0, bright: 1, explained: 1 });
  });
});

describe('estimateHeight', () => {
  test('keeps slopes when it enlarges: height grows with the picture', () => {
    const image = toImage(terrain());
    const spread = ({ data }: Plane) => Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length);

    const same = estimateHeight(image, { width: SIZE, height: SIZE, borders: WRAP });
    const double = estimateHeight(image, { width: 2 * SIZE, height: 2 * SIZE, borders: WRAP });

    /** The enlarging kernel smooths the finest waves a little. */
    const SMOOTHING = 0.1;
    expect(spread(double.height) / spread(same.height)).toBeGreaterThan(2 * (1 - SMOOTHING));
    expect(spread(double.height) / spread(same.height)).toBeLessThanOrEqual(2);
  });
});

describe('distanceToZero', () => {
  test('measures to the nearest zero, across a wrap, up to its reach', () => {
    const mask = createPlane(7, 5, new Float32Array(35).fill(1));
    mask.data[0] = 0;
    const at = (plane: Plane, x: number, y: number) => plane.data[y * 7 + x];

    const clamped = distanceToZero(mask, CLAMP, 5);
    const wrapped = distanceToZero(mask, WRAP, 5);

    expect([at(clamped, 0, 0), at(clamped, 3, 4), at(clamped, 6, 0)]).toEqual([0, 5, 5]);
    // Two pixels left and one up of the next tile's corner: sqrt(5).
    expect(at(wrapped, 5, 4)).toBeCloseTo(Math.sqrt(5), 6);
  });
});
