import { describe, expect, test } from '@jest/globals';
import { sampleHeights } from './height-grid.js';
import { reliefFront } from './relief.js';

// 16-bit levels as float32.
const LEVEL = 1 / 65_535;

const image = (size: number, at: (x: number, y: number) => number) => ({
  width: size,
  height: size,
  channels: 1 as const,
  data: Uint16Array.from({ length: size * size }, (_, index) => at(index % size, Math.floor(index / size))),
});

describe('sampleHeights', () => {
  test('gives vertices over a pixel centre exactly its height, and the relief stands out by it', () => {
    const map = image(8, (x, y) => (x * 7919 + y * 104_729) % 65_536);
    const grid = sampleHeights(map, { columns: 17, rows: 17, tileable: false });
    const { positions } = reliefFront(grid, { width: 1, height: 1, depth: 0.1, thickness: 0.05, tileable: false });
    for (let y = 0; y < 8; y++) {
      for (let x = 0; x < 8; x++) {
        // Vertex 2x + 1 of 16 divisions lies at (x + 0.5) / 8: a pixel centre.
        const vertex = (2 * y + 1) * 17 + 2 * x + 1;
        const expected = (map.data[y * 8 + x] ?? 0) * LEVEL;
        expect(grid.heights[vertex]).toBeCloseTo(expected, 6);
        expect(positions[vertex * 3 + 2]).toBeCloseTo(expected * 0.1, 6);
      }
    }
  });

  test('is linear between pixel centres', () => {
    const grid = sampleHeights(
      image(4, (x) => x * 10_000),
      { columns: 33, rows: 33, tileable: false },
    );
    // Vertex 14 lies at 14 / 32 * 4 - 0.5 = 1.25 pixels.
    expect((grid.heights[16 * 33 + 14] ?? 0) * 65_535).toBeCloseTo(12_500, 1);
  });

  test('reads across the border of a tileable map, so that opposite borders are equal', () => {
    const grid = sampleHeights(
      image(8, (x, y) => x * 5000 + y),
      { columns: 9, rows: 9, tileable: true },
    );
    for (let row = 0; row < 9; row++) expect(grid.heights[row * 9]).toBe(grid.heights[row * 9 + 8]);
    // Half way between the first and the last pixel.
    expect((grid.heights[0] ?? 0) * 65_535).toBeCloseTo(17_500 + 3.5, 1);
  });

  test('averages a map finer than the grid instead of picking pixels', () => {
    const stripes = image(64, (x) => (x % 2) * 65_535);
    const grid = sampleHeights(stripes, { columns: 9, rows: 9, tileable: true });
    for (const height of grid.heights) expect(height).toBeCloseTo(0.5, 5);
  });
});
