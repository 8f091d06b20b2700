import { GROUND_REACH, GROUND_SIZE, type GroundOcclusion } from './ground-occlusion.js';
import { blockerDistance, discPoints, keyVisibility, SHADOW_SIZE, type ShadowMap, toLight } from './shadow-map.js';
import { KEY_SOFTNESS } from './studio.js';

/** Light on the ground, 0 to 1, on a square map in the world's frame: [GROUND_SIZE, GROUND_SIZE]. */
export type GroundLight = Float32Array;

/** How the ground is lit. */
export const GROUND = {
  /** Share of its light that comes from the key; the rest comes from the sky. */
  keyShare: 0.5,
  searchDisc: discPoints(24),
  shadowDisc: discPoints(64),
  /** World units within which something that throws a shadow is looked for. */
  searchRadius: 0.4,
  /** Just above the ground, so that the object's own foot does not shadow itself out. */
  lift: 0.004,
} as const;

/** Room for a ground's light. */
export function allocateGroundLight(): GroundLight {
  return new Float32Array(GROUND_SIZE * GROUND_SIZE);
}

/** Computes the key light's soft shadow, softer farther from what throws it, and the hidden sky, for a turn in radians. */
export function drawGroundLight(out: GroundLight, shadow: ShadowMap, occlusion: GroundOcclusion, turn: number): void {
  const place = new Float64Array(3);
  const texelsPerUnit = SHADOW_SIZE / 2 / shadow.radius;
  const [sine, cosine] = [Math.sin(turn), Math.cos(turn)];
  for (let row = 0; row < GROUND_SIZE; row++) {
    const z = groundPosition(row);
    for (let column = 0; column < GROUND_SIZE; column++) {
      const x = groundPosition(column);
      place[0] = x;
      place[1] = GROUND.lift;
      place[2] = z;
      toLight(place, shadow, 0);
      const blocker = blockerDistance(shadow, place, GROUND.searchDisc, GROUND.searchRadius * texelsPerUnit);
      const softness = Math.max(1.5, blocker * KEY_SOFTNESS * texelsPerUnit);
      const key = blocker === 0 ? 1 : keyVisibility(shadow, place, GROUND.shadowDisc, softness);
      const sky = 1 - sampleGround(occlusion.data, x * cosine - z * sine, x * sine + z * cosine);
      out[row * GROUND_SIZE + column] = GROUND.keyShare * key + (1 - GROUND.keyShare) * sky;
    }
  }
}

/** Bilinear lookup in a ground map at a place on the ground; beyond the map its border value. */
export function sampleGround(map: Float32Array, x: number, z: number): number {
  const column = toTexel(x);
  const row = toTexel(z);
  const left = Math.floor(column);
  const top = Math.floor(row);
  const at = top * GROUND_SIZE + left;
  const right = column - left;
  const down = row - top;
  const upper = (map[at] as number) * (1 - right) + (map[at + 1] as number) * right;
  const lower = (map[at + GROUND_SIZE] as number) * (1 - right) + (map[at + GROUND_SIZE + 1] as number) * right;
  return upper * (1 - down) + lower * down;
}

function toTexel(position: number): number {
  const texel = ((position + GROUND_REACH) * GROUND_SIZE) / (2 * GROUND_REACH) - 0.5;
  return Math.min(GROUND_SIZE - 1.001, Math.max(0, texel));
}

function groundPosition(texel: number): number {
  return ((texel + 0.5) * 2 * GROUND_REACH) / GROUND_SIZE - GROUND_REACH;
}
