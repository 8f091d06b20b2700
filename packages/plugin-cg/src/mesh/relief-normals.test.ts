import { describe, expect, test } from '@jest/globals';
import { sampleHeights } from './height-grid.js';
import { reliefFront } from './relief.js';
import { bakeReliefNormals } from './relief-normals.js';

// Two roundings to 8 bits: about 0.5 degrees.
const EIGHT_BITS = (0.5 * Math.PI) / 180;
const SIZE = 64;
const DEPTH = 0.05;

const wave = (x: number) => 0.5 + 0.4 * Math.sin(((x + 0.5) / SIZE) * 2 * Math.PI);
const slopeOf = (x: number) => DEPTH * 0.4 * 2 * Math.PI * Math.cos(((x + 0.5) / SIZE) * 2 * Math.PI);

/** The normal map of a surface with the given slope in x. */
function normalMap(slope: (x: number) => number) {
  const data = Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, index) => {
    const s = slope(Math.floor(index / 3) % SIZE);
    const normal = [-s, 0, 1].map((value) => value / Math.hypot(s, 1));
    return Math.round(((normal[index % 3] ?? 0) * 0.5 + 0.5) * 255);
  });
  return { width: SIZE, height: SIZE, channels: 3 as const, data };
}

function bake(slope: (x: number) => number, slopeScale = 1) {
  const data = Uint16Array.from({ length: SIZE * SIZE }, (_, index) => Math.round(wave(index % SIZE) * 65_535));
  const grid = sampleHeights({ width: SIZE, height: SIZE, channels: 1, data }, { columns: 65, rows: 65, tileable: true });
  const depth = DEPTH * slopeScale;
  const front = reliefFront(grid, { width: 1, height: 1, depth, thickness: 0.05, tileable: true });
  return bakeReliefNormals(normalMap(slope), front, grid, slopeScale);
}

/** Angle in x of a pixel's normal, radians. */
function angleAt({ data }: { readonly data: Uint8Array }, x: number): number {
  const at = (32 * SIZE + x) * 3;
  return Math.atan2((data[at] ?? 0) - 127.5, (data[at + 2] ?? 0) - 127.5);
}

describe('bakeReliefNormals', () => {
  test('leaves nothing of slopes that the geometry already has', () => {
    const baked = bake(slopeOf);
    for (let x = 0; x < SIZE; x++) expect(Math.abs(angleAt(baked, x))).toBeLessThan(EIGHT_BITS);
  });

  test('keeps what the geometry does not have: turning the frame by the map gives the meant normal', () => {
    const detail = (x: number) => 0.3 * Math.sin(x);
    const baked = bake((x) => slopeOf(x) + detail(x));
    for (let x = 0; x < SIZE; x++) {
      const meant = Math.atan(slopeOf(x) + detail(x));
      // Angles of turns about one axis add up.
      expect(Math.abs(-angleAt(baked, x) + Math.atan(slopeOf(x)) - meant)).toBeLessThan(2 * EIGHT_BITS);
    }
  });

  test('steepens the map with the relief', () => {
    const baked = bake(slopeOf, 2);
    for (let x = 0; x < SIZE; x++) expect(Math.abs(angleAt(baked, x))).toBeLessThan(2 * EIGHT_BITS);
  });
});
