import { describe, expect, test } from '@jest/globals';
import { encodeNormals, heightToNormals } from './normals.js';
import { type Borders, createPlane, type Plane } from './plane.js';

const CLAMP: Borders = { x: 'clamp', y: 'clamp' };

function surface(size: number, heightAt: (x: number, y: number) => number): Plane {
  return createPlane(
    size,
    size,
    Float32Array.from({ length: size * size }, (_, i) => heightAt(i % size, Math.floor(i / size))),
  );
}

describe('heightToNormals', () => {
  test('gives (128, 128, 255) everywhere on a plain surface', () => {
    const bytes = encodeNormals(
      heightToNormals(
        surface(4, () => 7),
        CLAMP,
      ),
    );

    for (let i = 0; i < bytes.length; i += 3) expect([...bytes.subarray(i, i + 3)]).toEqual([128, 128, 255]);
  });

  test('leans left where height rises to the right, by the very slope, borders included', () => {
    // Height x / 2: the normal is (-0.5, 0, 1) / sqrt(1.25).
    const normals = heightToNormals(
      surface(5, (x) => x / 2),
      CLAMP,
    );

    for (let i = 0; i < normals.length; i += 3) {
      expect(normals[i]).toBeCloseTo(-0.5 / Math.sqrt(1.25), 6);
      expect(normals[i + 1]).toBeCloseTo(0, 6);
    }
  });

  test('leans down where height rises upward in the image: green below 128', () => {
    // Rows count downwards, so height -y rises upward with slope 1: the normal is (0, -1, 1) / sqrt(2).
    const normals = heightToNormals(
      surface(5, (_, y) => -y),
      CLAMP,
    );

    for (let i = 0; i < normals.length; i += 3) expect(normals[i + 1]).toBeCloseTo(-Math.SQRT1_2, 6);
    expect(encodeNormals(normals)[1]).toBe(Math.round(127.5 - 127.5 * Math.SQRT1_2));
  });

  test('finds the normals of a sphere', () => {
    // Height sqrt(R² - r²): the normal is the position on the sphere divided by R.
    const [radius, centre] = [100, 32];
    const sphere = surface(65, (x, y) => Math.sqrt(radius ** 2 - (x - centre) ** 2 - (y - centre) ** 2));
    /** Third-order term of the difference quotient at a slope of 0.4 and this radius. */
    const TOLERANCE = 2e-4;

    const normals = heightToNormals(sphere, CLAMP);

    for (let y = 1; y < 64; y++) {
      for (let x = 1; x < 64; x++) {
        const at = (y * 65 + x) * 3;
        expect(Math.abs(normals[at]! - (x - centre) / radius)).toBeLessThan(TOLERANCE);
        expect(Math.abs(normals[at + 1]! + (y - centre) / radius)).toBeLessThan(TOLERANCE);
      }
    }
  });

  test('stays a unit vector within 0.01 in 8 bits', () => {
    const bytes = encodeNormals(
      heightToNormals(
        surface(32, (x, y) => 9 * Math.sin(x * 1.3) * Math.cos(y * 0.9)),
        CLAMP,
      ),
    );

    for (let i = 0; i < bytes.length; i += 3) {
      const length = Math.hypot(...[0, 1, 2].map((c) => (bytes[i + c]! / 255) * 2 - 1));
      expect(Math.abs(length - 1)).toBeLessThan(0.01);
    }
  });

  test('continues a tile across its borders', () => {
    const wave = surface(16, (x, y) => Math.sin((2 * Math.PI * x) / 16) + Math.cos((2 * Math.PI * y) / 16));
    const shifted = surface(16, (x, y) => wave.data[((y + 5) % 16) * 16 + ((x + 7) % 16)]!);
    const borders: Borders = { x: 'wrap', y: 'wrap' };

    const [normals, others] = [heightToNormals(wave, borders), heightToNormals(shifted, borders)];

    for (let y = 0; y < 16; y++) {
      for (let x = 0; x < 16; x++) {
        const from = (((y + 5) % 16) * 16 + ((x + 7) % 16)) * 3;
        for (let c = 0; c < 3; c++) expect(others[(y * 16 + x) * 3 + c]).toBe(normals[from + c]);
      }
    }
  });
});
