import type { Scene } from '../scene.js';
import { KEY_DIRECTION } from './studio.js';

/** The scene as the key light sees it: the nearest surface of each texel, measured towards the light. */
export interface ShadowMap {
  readonly depth: Float32Array;
  /** World units from the map's centre to its border. */
  readonly radius: number;
  readonly centreY: number;
  /** Room for the vertices in the map's space, [V, 3]. */
  readonly vertices: Float64Array;
}

/** Side of the map in texels. */
export const SHADOW_SIZE = 768;
const EMPTY = -1e9;

const [LX, LY, LZ] = KEY_DIRECTION;
const SIDE_LENGTH = Math.hypot(LX, LZ);
// Axes of the map: horizontal, and upwards as seen from the light.
const SX = LZ / SIDE_LENGTH;
const SZ = -LX / SIDE_LENGTH;
const TX = LY * SZ;
const TY = LZ * SX - LX * SZ;
const TZ = -LY * SX;

/** Room for a scene's shadow map, to be drawn again for every turn. */
export function allocateShadowMap({ mesh, halfSize }: Scene): ShadowMap {
  return {
    depth: new Float32Array(SHADOW_SIZE * SHADOW_SIZE),
    radius: Math.hypot(...halfSize) * 1.02,
    centreY: halfSize[1],
    vertices: new Float64Array(mesh.positions.length),
  };
}

/** Draws the scene, turned about the vertical axis (radians), as the key light sees it. */
export function drawShadowMap(map: ShadowMap, { mesh: { positions, indices } }: Scene, turn: number): void {
  const { depth, vertices } = map;
  depth.fill(EMPTY);
  const [sine, cosine] = [Math.sin(turn), Math.cos(turn)];
  for (let at = 0; at < positions.length; at += 3) {
    const x = positions[at] as number;
    const z = positions[at + 2] as number;
    vertices[at] = x * cosine + z * sine;
    vertices[at + 1] = positions[at + 1] as number;
    vertices[at + 2] = z * cosine - x * sine;
    toLight(vertices, map, at);
  }
  for (let corner = 0; corner < indices.length; corner += 3) {
    fillDepth(depth, vertices, indices, corner);
  }
}

/** Turns the world point at an index of an array, in place, into texel coordinates and height towards the light. */
export function toLight(points: Float64Array, map: ShadowMap, at: number): void {
  const x = points[at] as number;
  const y = (points[at + 1] as number) - map.centreY;
  const z = points[at + 2] as number;
  const scale = SHADOW_SIZE / 2 / map.radius;
  points[at] = SHADOW_SIZE / 2 + (x * SX + z * SZ) * scale;
  points[at + 1] = SHADOW_SIZE / 2 - (x * TX + y * TY + z * TZ) * scale;
  points[at + 2] = x * LX + y * LY + z * LZ;
}

function fillDepth(depth: Float32Array, vertices: Float64Array, indices: Uint32Array, corner: number): void {
  const a = (indices[corner] as number) * 3;
  const b = (indices[corner + 1] as number) * 3;
  const c = (indices[corner + 2] as number) * 3;
  const xa = vertices[a] as number;
  const ya = vertices[a + 1] as number;
  const za = vertices[a + 2] as number;
  const xb = vertices[b] as number;
  const yb = vertices[b + 1] as number;
  const xc = vertices[c] as number;
  const yc = vertices[c + 1] as number;
  const zc = vertices[c + 2] as number;
  const area = (xb - xa) * (yc - ya) - (xc - xa) * (yb - ya);
  if (area === 0) return;
  const left = Math.max(0, Math.ceil(Math.min(xa, xb, xc) - 0.5));
  const right = Math.min(SHADOW_SIZE - 1, Math.floor(Math.max(xa, xb, xc) - 0.5));
  const top = Math.max(0, Math.ceil(Math.min(ya, yb, yc) - 0.5));
  const bottom = Math.min(SHADOW_SIZE - 1, Math.floor(Math.max(ya, yb, yc) - 0.5));
  if (left > right || top > bottom) return;
  const scale = 1 / area;
  const aRight = (yb - yc) * scale;
  const aDown = (xc - xb) * scale;
  const bRight = (yc - ya) * scale;
  const bDown = (xa - xc) * scale;
  const fromA = za - zc;
  const fromB = (vertices[b + 2] as number) - zc;
  for (let row = top; row <= bottom; row++) {
    const dy = row + 0.5 - yc;
    for (let column = left; column <= right; column++) {
      const dx = column + 0.5 - xc;
      const weightA = aRight * dx + aDown * dy;
      if (weightA < -1e-7) continue;
      const weightB = bRight * dx + bDown * dy;
      if (weightB < -1e-7 || weightA + weightB > 1 + 1e-7) continue;
      const height = zc + weightA * fromA + weightB * fromB;
      const texel = row * SHADOW_SIZE + column;
      if (height > (depth[texel] as number)) depth[texel] = height;
    }
  }
}

/** Points spread evenly over a disc of radius 1, [count, 2]. */
export function discPoints(count: number): Float64Array {
  const points = new Float64Array(count * 2);
  for (let index = 0; index < count; index++) {
    const angle = index * Math.PI * (3 - Math.sqrt(5));
    const radius = Math.sqrt((index + 0.5) / count);
    points.set([Math.cos(angle) * radius, Math.sin(angle) * radius], index * 2);
  }
  return points;
}

/** Share of the key light that reaches a point given in the map's space, 0 to 1, averaged over a disc of `radius` texels. */
export function keyVisibility(map: ShadowMap, place: Float64Array, disc: Float64Array, radius: number): number {
  const x = place[0] as number;
  const y = place[1] as number;
  const height = place[2] as number;
  let lit = 0;
  for (let at = 0; at < disc.length; at += 2) {
    const column = Math.floor(x + (disc[at] as number) * radius);
    const row = Math.floor(y + (disc[at + 1] as number) * radius);
    const isOutside = column < 0 || row < 0 || column >= SHADOW_SIZE || row >= SHADOW_SIZE;
    if (isOutside || (map.depth[row * SHADOW_SIZE + column] as number) <= height) lit++;
  }
  return lit / (disc.length / 2);
}

/** Mean height above a point of what shadows it within a disc of `radius` texels; 0 where nothing does. */
export function blockerDistance(map: ShadowMap, place: Float64Array, disc: Float64Array, radius: number): number {
  const x = place[0] as number;
  const y = place[1] as number;
  const height = place[2] as number;
  let sum = 0;
  let count = 0;
  for (let at = 0; at < disc.length; at += 2) {
    const column = Math.floor(x + (disc[at] as number) * radius);
    const row = Math.floor(y + (disc[at + 1] as number) * radius);
    if (column < 0 || row < 0 || column >= SHADOW_SIZE || row >= SHADOW_SIZE) continue;
    const above = (map.depth[row * SHADOW_SIZE + column] as number) - height;
    if (above > 0) {
      sum += above;
      count++;
    }
  }
  return count === 0 ? 0 : sum / count;
}
