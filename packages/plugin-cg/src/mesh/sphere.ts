import { GeometryBuilder, type MeshGeometry } from './mesh-geometry.js';

// The image goes twice around: a square image then keeps square pixels at the equator (180 by 180 degrees a copy).
const TILES_AROUND = 2;
// u = 0.5 is at the front (+Z), so that the borders between copies are at the sides.
const START_LONGITUDE = -Math.PI / 2;

/**
 * A ball of latitude and longitude, centred on the origin, north along +Y; `u` runs 0 to 2 eastwards from the west side,
 * `v` 0 to 1 from north to south.
 *
 * The seam has two columns of vertices, and each triangle at a pole has a pole vertex of its own with the u of its middle:
 * shared ones would twist the texture there.
 *
 * @param radius metres
 * @param rows divisions from pole to pole; there are twice as many around
 */
export function sphereGeometry(radius: number, rows: number): MeshGeometry {
  const builder = new GeometryBuilder();
  const columns = rows * 2;
  const vertex = (row: number, column: number) => builder.vertex(spherePoint(radius, row / rows, column / columns));
  let above: number[] = [];
  for (let row = 1; row < rows; row++) {
    const ring = Array.from({ length: columns + 1 }, (_, column) => vertex(row, column));
    for (let column = 0; column < columns; column++) {
      const [left, right] = [ring[column] as number, ring[column + 1] as number];
      if (row === 1) builder.triangle(vertex(0, column + 0.5), left, right);
      else builder.quad([above[column] as number, left, right, above[column + 1] as number]);
    }
    above = ring;
  }
  for (let column = 0; column < columns; column++) {
    builder.triangle(vertex(rows, column + 0.5), above[column + 1] as number, above[column] as number);
  }
  return builder.build();
}

function spherePoint(radius: number, v: number, around: number) {
  const longitude = START_LONGITUDE + around * 2 * Math.PI;
  // Exact poles: sin(pi) is not 0 in floating point.
  const fromAxis = v === 0 || v === 1 ? 0 : Math.sin(v * Math.PI);
  const normal = [Math.sin(longitude) * fromAxis, Math.cos(v * Math.PI), Math.cos(longitude) * fromAxis] as const;
  return {
    position: [normal[0] * radius, normal[1] * radius, normal[2] * radius],
    normal,
    uv: [around * TILES_AROUND, v],
    tangent: [Math.cos(longitude), 0, -Math.sin(longitude)],
  } as const;
}
