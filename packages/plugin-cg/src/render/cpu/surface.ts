import type { Scene } from '../scene.js';
import type { ProjectedVertices } from './projection.js';
import type { Footprint } from './sample-texture.js';

/** A piece of surface that a pixel sees, in the object's own frame. */
export interface Surface {
  triangle: number;
  material: number;
  /** How many of the pixel's samples see it. */
  samples: number;
  inverseDepth: number;
  /** Interpolated vertex normal, tangent and its sign: [7]; not of unit length. */
  readonly frame: Float64Array;
  /** [2]. */
  readonly uv: Float64Array;
  readonly footprint: Footprint;
  /** Seen from behind. */
  isBack: boolean;
}

/** An empty surface to fill and fill again. */
export function allocateSurface(): Surface {
  return {
    triangle: -1,
    material: 0,
    samples: 0,
    inverseDepth: 0,
    frame: new Float64Array(7),
    uv: new Float64Array(2),
    footprint: { uRight: 0, vRight: 0, uDown: 0, vDown: 0 },
    isBack: false,
  };
}

/** Where on the screen a surface is wanted, in pixels. */
export interface ScreenPoint {
  readonly x: number;
  readonly y: number;
}

/** Interpolates a triangle's attributes at a point of the screen, corrected for perspective, with their change per pixel. */
export function interpolateSurface(out: Surface, { mesh }: Scene, vertices: ProjectedVertices, point: ScreenPoint): void {
  const { indices, normals, tangents, uvs, triangleMaterials } = mesh;
  const a = indices[out.triangle * 3] as number;
  const b = indices[out.triangle * 3 + 1] as number;
  const c = indices[out.triangle * 3 + 2] as number;
  const xa = vertices.x[a] as number;
  const ya = vertices.y[a] as number;
  const xb = vertices.x[b] as number;
  const yb = vertices.y[b] as number;
  const xc = vertices.x[c] as number;
  const yc = vertices.y[c] as number;
  const area = (xb - xa) * (yc - ya) - (xc - xa) * (yb - ya);
  const scale = 1 / area;
  const aRight = (yb - yc) * scale;
  const aDown = (xc - xb) * scale;
  const bRight = (yc - ya) * scale;
  const bDown = (xa - xc) * scale;
  const dx = point.x - xc;
  const dy = point.y - yc;
  const da = vertices.inverseDepth[a] as number;
  const db = vertices.inverseDepth[b] as number;
  const dc = vertices.inverseDepth[c] as number;
  // Attributes over depth are linear across the screen: weight each corner by its inverse depth, divide by the sum.
  const wa = (aRight * dx + aDown * dy) * da;
  const wb = (bRight * dx + bDown * dy) * db;
  const wc = (1 - aRight * dx - aDown * dy - bRight * dx - bDown * dy) * dc;
  const depth = wa + wb + wc;
  out.material = triangleMaterials[out.triangle] as number;
  out.inverseDepth = depth;
  out.isBack = area > 0;
  const pa = wa / depth;
  const pb = wb / depth;
  const pc = wc / depth;
  for (let axis = 0; axis < 3; axis++) {
    out.frame[axis] =
      pa * (normals[a * 3 + axis] as number) + pb * (normals[b * 3 + axis] as number) + pc * (normals[c * 3 + axis] as number);
    out.frame[axis + 3] =
      pa * (tangents[a * 4 + axis] as number) + pb * (tangents[b * 4 + axis] as number) + pc * (tangents[c * 4 + axis] as number);
  }
  out.frame[6] = tangents[a * 4 + 3] as number;
  const depthRight = aRight * (da - dc) + bRight * (db - dc);
  const depthDown = aDown * (da - dc) + bDown * (db - dc);
  for (let axis = 0; axis < 2; axis++) {
    const ta = (uvs[a * 2 + axis] as number) * da;
    const tb = (uvs[b * 2 + axis] as number) * db;
    const tc = (uvs[c * 2 + axis] as number) * dc;
    const value = pa * (uvs[a * 2 + axis] as number) + pb * (uvs[b * 2 + axis] as number) + pc * (uvs[c * 2 + axis] as number);
    const right = (aRight * (ta - tc) + bRight * (tb - tc) - value * depthRight) / depth;
    const down = (aDown * (ta - tc) + bDown * (tb - tc) - value * depthDown) / depth;
    out.uv[axis] = value;
    if (axis === 0) {
      out.footprint.uRight = right;
      out.footprint.uDown = down;
    } else {
      out.footprint.vRight = right;
      out.footprint.vDown = down;
    }
  }
}

// Surfaces that differ less than this within a pixel are one surface: share of the distance, and cosine of the normals.
const DEPTH_STEP = 0.006;
const NORMAL_COSINE = 0.6;
const UV_STEP = 0.05;

/** Adds one surface to another by their samples; false where they are not parts of the same smooth piece. */
export function mergeSurface(into: Surface, other: Surface): boolean {
  if (into.material !== other.material || into.isBack !== other.isBack || into.frame[6] !== other.frame[6]) return false;
  if (Math.abs(into.inverseDepth - other.inverseDepth) > DEPTH_STEP * into.inverseDepth) return false;
  const du = Math.abs((into.uv[0] as number) - (other.uv[0] as number));
  const dv = Math.abs((into.uv[1] as number) - (other.uv[1] as number));
  if (du > UV_STEP || dv > UV_STEP) return false;
  let dot = 0;
  let lengthA = 0;
  let lengthB = 0;
  for (let axis = 0; axis < 3; axis++) {
    const p = into.frame[axis] as number;
    const q = other.frame[axis] as number;
    dot += p * q;
    lengthA += p * p;
    lengthB += q * q;
  }
  if (dot < NORMAL_COSINE * Math.sqrt(lengthA * lengthB)) return false;
  const share = other.samples / (into.samples + other.samples);
  for (let index = 0; index < 6; index++)
    into.frame[index] = mix(into.frame[index] as number, other.frame[index] as number, share);
  for (let axis = 0; axis < 2; axis++) into.uv[axis] = mix(into.uv[axis] as number, other.uv[axis] as number, share);
  into.inverseDepth = mix(into.inverseDepth, other.inverseDepth, share);
  into.samples += other.samples;
  return true;
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
