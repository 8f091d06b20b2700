import { describe, expect, test } from '@jest/globals';
import type { Camera } from '../renderer.js';
import type { Scene, SceneMaterial } from '../scene.js';
import { allocateProjection, cameraFrame, project } from './projection.js';
import { allocateSurface, interpolateSurface } from './surface.js';
import { allocateVisibility, rasterize } from './visibility.js';

const MATERIAL: SceneMaterial = {
  ...{ baseColor: [1, 1, 1], emissive: [0, 0, 0], metallic: 0, roughness: 1, normalScale: 1, occlusionStrength: 1 },
  ...{ doubleSided: false, texture: undefined },
};
// Half of a field of view of 90 degrees is 1 at distance 1.
const CAMERA: Camera = { eye: [0, 0, 2], target: [0, 0, 0], fieldOfView: Math.PI / 2 };

/** A quad from four corners, counter-clockwise, with u = 0 at the first and last, v = 0 at the last two. */
function quad(corners: readonly (readonly [number, number, number])[], material: Partial<SceneMaterial> = {}): Scene {
  return {
    mesh: {
      positions: Float32Array.from(corners.flat()),
      normals: Float32Array.from(corners.flatMap(() => [0, 0, 1])),
      uvs: Float32Array.of(0, 1, 1, 1, 1, 0, 0, 0),
      tangents: Float32Array.from(corners.flatMap(() => [1, 0, 0, 1])),
      indices: Uint32Array.of(0, 1, 2, 0, 2, 3),
      triangleMaterials: Uint16Array.of(0, 0),
    },
    materials: [{ ...MATERIAL, ...material }],
    halfSize: [1, 1, 1],
  };
}

function see(scene: Scene, width: number, height: number) {
  const [visibility, vertices] = [allocateVisibility(width, height), allocateProjection(scene.mesh)];
  project(vertices, scene.mesh, 0, cameraFrame(CAMERA, width, height));
  rasterize(visibility, scene, vertices);
  return { visibility, vertices };
}

const square = (half: number, z = 0) =>
  [
    [-half, -half, z],
    [half, -half, z],
    [half, half, z],
    [-half, half, z],
  ] as const;

describe('rasterize', () => {
  test('a quad over the whole frame covers every sample once', () => {
    const { visibility } = see(quad(square(5)), 33, 17);
    expect(visibility.triangles.every((triangle) => triangle === 0 || triangle === 1)).toBe(true);
    // At distance 2 everywhere.
    expect(visibility.inverseDepth.every((value) => Math.abs(value - 0.5) < 1e-6)).toBe(true);
  });

  test('covers the share of the frame that geometry says', () => {
    // Half side 1 at distance 2 under a tangent of 1: half of each side of the frame, a quarter of its samples.
    const { visibility } = see(quad(square(1)), 64, 64);
    expect(visibility.triangles.filter((triangle) => triangle >= 0).length).toBe((64 * 64 * 4) / 4);
  });

  test('leaves out back faces, unless the material shows both', () => {
    const turned = [...square(1)].reverse();
    const seen = (scene: Scene) => see(scene, 16, 16).visibility.triangles.some((triangle) => triangle >= 0);
    expect(seen(quad(turned))).toBe(false);
    expect(seen(quad(turned, { doubleSided: true }))).toBe(true);
  });

  test('shows the nearer of two surfaces whichever is drawn first', () => {
    const scene = quad([...square(1, -1), ...square(0.2, 1)] as never);
    const mesh = {
      ...scene.mesh,
      indices: Uint32Array.of(0, 1, 2, 0, 2, 3, 4, 5, 6, 4, 6, 7),
      triangleMaterials: new Uint16Array(4),
    };
    const middle = (indices: Uint32Array) =>
      see({ ...scene, mesh: { ...mesh, indices } }, 32, 32).visibility.inverseDepth[(16 * 32 + 16) * 4];
    expect(middle(mesh.indices)).toBeCloseTo(1, 6);
    expect(middle(Uint32Array.from([...mesh.indices.slice(6), ...mesh.indices.slice(0, 6)]))).toBeCloseTo(1, 6);
  });
});

describe('interpolateSurface', () => {
  test('corrects for perspective', () => {
    // Left edge at distance 1, right edge at distance 3, both at the sides of the frame.
    const scene = quad([
      [-1, -1, 1],
      [3, -3, -1],
      [3, 3, -1],
      [-1, 1, 1],
    ]);
    const { visibility, vertices } = see(scene, 64, 64);
    const surface = allocateSurface();
    surface.triangle = visibility.triangles[(32 * 64 + 32) * 4] as number;
    interpolateSurface(surface, scene, vertices, { x: 32, y: 32 });
    // In the middle of the screen 1 / distance is (1 + 1/3) / 2, and u / distance is (0 + 1/3) / 2: u = 1 / 4.
    expect(surface.inverseDepth).toBeCloseTo(2 / 3, 6);
    expect(surface.uv[0]).toBeCloseTo(0.25, 6);
    // On the diagonal, which joins v = 1 at distance 1 and v = 0 at distance 3, v is 1 - u.
    expect(surface.uv[1]).toBeCloseTo(0.75, 6);
    // u(x) = (s / 3) / (1 - s + s / 3) with s = x / 64 has the slope (1 / 3) / (4 / 9 * 64) at s = 1 / 2.
    expect(surface.footprint.uRight).toBeCloseTo(1 / 3 / ((4 / 9) * 64), 6);
  });
});
