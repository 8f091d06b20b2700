import type { Scene } from '../scene.js';
import type { ProjectedVertices } from './projection.js';

/** Places inside a pixel where visibility is tested: each column and row of a 4 x 4 raster once, which smooths steep and flat edges. */
export const SAMPLES: readonly (readonly [x: number, y: number])[] = [
  [0.375, 0.125],
  [0.875, 0.375],
  [0.125, 0.625],
  [0.625, 0.875],
];

/** What each of the four samples of each pixel sees. */
export interface Visibility {
  readonly width: number;
  readonly height: number;
  /** [height, width, 4]: nearest triangle, or -1. */
  readonly triangles: Int32Array;
  /** [height, width, 4]: one over its distance, or 0. */
  readonly inverseDepth: Float32Array;
}

/** Room for the visibility of an image, to be used again for every frame. */
export function allocateVisibility(width: number, height: number): Visibility {
  const samples = width * height * SAMPLES.length;
  return { width, height, triangles: new Int32Array(samples), inverseDepth: new Float32Array(samples) };
}

// Samples on the line between two triangles must not fall through both by rounding.
const EDGE_TOLERANCE = -1e-7;
const OFFSETS_X = Float64Array.from(SAMPLES, ([x]) => x);
const OFFSETS_Y = Float64Array.from(SAMPLES, ([, y]) => y);

/** Finds the nearest triangle of every sample; back faces of single-sided materials are left out. */
export function rasterize(out: Visibility, { mesh, materials }: Scene, vertices: ProjectedVertices): void {
  out.triangles.fill(-1);
  out.inverseDepth.fill(0);
  const isDoubleSided = Uint8Array.from(materials, (material) => (material.doubleSided ? 1 : 0));
  for (let triangle = 0; triangle < mesh.triangleMaterials.length; triangle++) {
    fillTriangle(
      out,
      vertices,
      mesh.indices,
      isDoubleSided[mesh.triangleMaterials[triangle] as number] === 1 ? triangle : ~triangle,
    );
  }
}

/** @param signedTriangle number of the triangle, or its complement (~) where only the front is to be seen */
function fillTriangle(out: Visibility, vertices: ProjectedVertices, indices: Uint32Array, signedTriangle: number): void {
  const triangle = signedTriangle < 0 ? ~signedTriangle : signedTriangle;
  const a = indices[triangle * 3] as number;
  const b = indices[triangle * 3 + 1] as number;
  const c = indices[triangle * 3 + 2] as number;
  const xa = vertices.x[a] as number;
  const ya = vertices.y[a] as number;
  const xb = vertices.x[b] as number;
  const yb = vertices.y[b] as number;
  const xc = vertices.x[c] as number;
  const yc = vertices.y[c] as number;
  // Rows grow downwards, so front faces have a negative area.
  const area = (xb - xa) * (yc - ya) - (xc - xa) * (yb - ya);
  if (area === 0 || (area > 0 && signedTriangle < 0)) return;
  const da = vertices.inverseDepth[a] as number;
  const db = vertices.inverseDepth[b] as number;
  const dc = vertices.inverseDepth[c] as number;
  if (da === 0 || db === 0 || dc === 0) return;
  const { width, height, triangles, inverseDepth } = out;
  const left = Math.max(0, Math.floor(Math.min(xa, xb, xc)));
  const right = Math.min(width - 1, Math.floor(Math.max(xa, xb, xc)));
  const top = Math.max(0, Math.floor(Math.min(ya, yb, yc)));
  const bottom = Math.min(height - 1, Math.floor(Math.max(ya, yb, yc)));
  // Barycentric weights of a and b are linear in x and y; that of c is the rest.
  const scale = 1 / area;
  const aRight = (yb - yc) * scale;
  const aDown = (xc - xb) * scale;
  const bRight = (yc - ya) * scale;
  const bDown = (xa - xc) * scale;
  for (let py = top; py <= bottom; py++) {
    for (let px = left; px <= right; px++) {
      const pixel = (py * width + px) * 4;
      for (let sample = 0; sample < 4; sample++) {
        const dx = px + (OFFSETS_X[sample] as number) - xc;
        const dy = py + (OFFSETS_Y[sample] as number) - yc;
        const weightA = aRight * dx + aDown * dy;
        if (weightA < EDGE_TOLERANCE) continue;
        const weightB = bRight * dx + bDown * dy;
        if (weightB < EDGE_TOLERANCE || weightA + weightB > 1 - EDGE_TOLERANCE) continue;
        const depth = dc + weightA * (da - dc) + weightB * (db - dc);
        if (depth > (inverseDepth[pixel + sample] as number)) {
          inverseDepth[pixel + sample] = depth;
          triangles[pixel + sample] = triangle;
        }
      }
    }
  }
}
