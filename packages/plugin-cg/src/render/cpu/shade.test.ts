import { describe, expect, test } from '@jest/globals';
import type { Scene, SceneMaterial } from '../scene.js';
import { buildEnvironmentMap, sampleEnvironment } from './environment-map.js';
import { buildIrradiance, evaluateBasis, sampleIrradiance } from './irradiance.js';
import { shade } from './shade.js';
import { allocateShadowMap } from './shadow-map.js';
import { ambientRadiance, KEY_DIRECTION, KEY_STRENGTH } from './studio.js';
import { allocateSurface } from './surface.js';

const environment = buildEnvironmentMap();
const irradiance = buildIrradiance();
const scene = { mesh: { positions: new Float32Array(3) }, halfSize: [1, 1, 1] } as unknown as Scene;

/** Light from a matt surface of the given colour whose normal leans away from the key light by an angle, seen from straight above it. */
function light(grey: number, lean: number, isShadowed: boolean): number {
  const shadow = allocateShadowMap(scene);
  shadow.depth.fill(isShadowed ? 1e9 : -1e9);
  const material: SceneMaterial = {
    ...{ baseColor: [grey, grey, grey], emissive: [0, 0, 0], metallic: 0, roughness: 1, normalScale: 1, occlusionStrength: 1 },
    ...{ doubleSided: false, texture: undefined },
  };
  // Turn the key's direction about an axis perpendicular to it.
  const [x, y, z] = KEY_DIRECTION;
  const across = [z / Math.hypot(x, z), 0, -x / Math.hypot(x, z)] as const;
  const normal = [x, y, z].map((value, axis) => value * Math.cos(lean) + (across[axis] ?? 0) * Math.sin(lean));
  const surface = allocateSurface();
  surface.frame.set([
    ...normal,
    ...[x, y, z].map((value, axis) => (across[axis] ?? 0) * Math.cos(lean) - value * Math.sin(lean)),
    1,
  ]);
  const out = new Float64Array(3);
  const toCamera = Float64Array.from(normal);
  shade(out, surface, material, {
    lighting: { environment, irradiance, shadow },
    position: Float64Array.of(0, 1, 0),
    toCamera,
    sine: 0,
    cosine: 1,
  });
  return out[1] as number;
}

describe('shade', () => {
  test('a matt surface follows the cosine law under the key light', () => {
    // White minus black leaves the diffuse part, lit minus shadowed leaves the key.
    const diffuse = (lean: number) => light(1, lean, false) - light(0, lean, false) - light(1, lean, true) + light(0, lean, true);
    const straight = diffuse(0);
    for (const lean of [0.3, 0.6, 0.9, 1.2]) expect(diffuse(lean) / straight).toBeCloseTo(Math.cos(lean), 6);
    // A few percent are mirrored instead.
    expect(straight).toBeGreaterThan(0.9 * KEY_STRENGTH);
    expect(straight).toBeLessThanOrEqual(KEY_STRENGTH);
  });

  test('the key adds nothing to what faces away from it', () => {
    expect(light(1, 2, false)).toBe(light(1, 2, true));
  });
});

test('diffuse light of the studio is the integral of its radiance over the hemisphere', () => {
  // Nine harmonics leave out the sharp edges of softboxes.
  const HARMONICS = 0.08;
  const [basis, sampled, radiance] = [new Float64Array(9), new Float64Array(3), new Float64Array(3)];
  for (const [nx, ny, nz] of [
    [0, 1, 0],
    [0, 0, 1],
    [0.6, 0.48, 0.64],
  ] as const) {
    let expected = 0;
    for (let row = 0; row < 200; row++) {
      const theta = ((row + 0.5) / 200) * Math.PI;
      for (let column = 0; column < 400; column++) {
        const phi = ((column + 0.5) / 400) * 2 * Math.PI;
        const [x, y, z] = [Math.sin(theta) * Math.cos(phi), Math.cos(theta), Math.sin(theta) * Math.sin(phi)];
        ambientRadiance(radiance, x, y, z);
        expected +=
          (Math.max(0, x * nx + y * ny + z * nz) * (radiance[1] as number) * Math.sin(theta) * (Math.PI / 200) ** 2) / Math.PI;
      }
    }
    evaluateBasis(basis, nx, ny, nz);
    sampleIrradiance(sampled, irradiance, basis);
    expect(Math.abs((sampled[1] as number) / expected - 1)).toBeLessThan(HARMONICS);
  }
});

test('a smooth mirror shows the studio itself', () => {
  const [out, radiance] = [new Float64Array(4), new Float64Array(3)];
  // Away from the edges of softboxes.
  for (const direction of [
    [0, -0.6, 0.8],
    [0, 1, 0],
    [0.28, 0, -0.96],
  ] as const) {
    sampleEnvironment(out, environment, Float64Array.from(direction), 0);
    const [x, y, z] = direction;
    ambientRadiance(radiance, x, y, z);
    expect(Math.abs((out[1] as number) / (radiance[1] as number) - 1)).toBeLessThan(0.02);
  }
});

test('the map of mirrors has no seam where the octahedron is folded', () => {
  const [left, right] = [new Float64Array(4), new Float64Array(4)];
  for (const roughness of [0.2, 0.5, 0.8, 1]) {
    for (const [y, z] of [
      [-0.2, 0.98],
      [-0.6, 0.8],
      [-0.6, -0.8],
    ] as const) {
      sampleEnvironment(left, environment, Float64Array.of(-1e-6, y, z), roughness);
      sampleEnvironment(right, environment, Float64Array.of(1e-6, y, z), roughness);
      for (let channel = 0; channel < 4; channel++) expect(left[channel]).toBeCloseTo(right[channel] as number, 4);
    }
  }
});
