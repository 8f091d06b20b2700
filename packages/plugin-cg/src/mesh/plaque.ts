import type { HeightGrid } from './height-grid.js';
import { GeometryBuilder, type MeshGeometry, type Vertex } from './mesh-geometry.js';
import type { ReliefSize } from './relief.js';

/** One side wall: the front's border vertices in the order that leaves the outside on the right, and how the wall lies. */
interface Wall {
  readonly border: readonly number[];
  readonly normal: Vertex['normal'];
  readonly tangent: Vertex['tangent'];
  /** UV of a point of the border at depth z: the image continues around the edge at the same scale. */
  readonly uv: (u: number, v: number, z: number) => readonly [number, number];
}

/** Closes a relief's front with four walls and a back, so that it is a solid block without open edges. */
export function addPlaque(front: MeshGeometry, grid: HeightGrid, size: ReliefSize): MeshGeometry {
  const builder = new GeometryBuilder();
  for (const wall of listWalls(grid, size)) addWall(builder, front, wall, -size.thickness);
  addBack(builder, front, listWalls(grid, size), size);
  return join(front, builder.build());
}

function listWalls({ columns, rows }: HeightGrid, { width, height }: ReliefSize): Wall[] {
  const along = (count: number, at: (index: number) => number) => Array.from({ length: count }, (_, index) => at(index));
  const lastRow = (rows - 1) * columns;
  return [
    {
      border: along(columns, (column) => lastRow + column),
      normal: [0, -1, 0],
      tangent: [1, 0, 0],
      uv: (u, v, z) => [u, v - z / height],
    },
    {
      border: along(rows, (row) => lastRow - row * columns + columns - 1),
      normal: [1, 0, 0],
      tangent: [0, 0, -1],
      uv: (u, v, z) => [u - z / width, v],
    },
    {
      border: along(columns, (column) => columns - 1 - column),
      normal: [0, 1, 0],
      tangent: [1, 0, 0],
      uv: (u, v, z) => [u, v + z / height],
    },
    {
      border: along(rows, (row) => row * columns),
      normal: [-1, 0, 0],
      tangent: [0, 0, 1],
      uv: (u, v, z) => [u + z / width, v],
    },
  ];
}

function addWall(builder: GeometryBuilder, front: MeshGeometry, { border, normal, tangent, uv }: Wall, backZ: number): void {
  const columns = border.map((vertex) => {
    const [x, y, z] = triple(front.positions, vertex);
    const [u, v] = [front.uvs[vertex * 2] as number, front.uvs[vertex * 2 + 1] as number];
    const upper = builder.vertex({ position: [x, y, z], normal, uv: uv(u, v, z), tangent });
    return [upper, builder.vertex({ position: [x, y, backZ], normal, uv: uv(u, v, backZ), tangent })] as const;
  });
  for (const [index, [upper, lower]] of columns.slice(0, -1).entries()) {
    const [nextUpper, nextLower] = columns[index + 1] as readonly [number, number];
    builder.quad([upper, lower, nextLower, nextUpper]);
  }
}

/** A fan over the rim, unfolded downwards from the lower wall. */
function addBack(builder: GeometryBuilder, front: MeshGeometry, walls: readonly Wall[], size: ReliefSize): void {
  const { width, height, thickness } = size;
  const vertex = (x: number, y: number) =>
    builder.vertex({
      position: [x, y, -thickness],
      normal: [0, 0, -1],
      uv: [x / width + 0.5, 1 + thickness / height + (y / height + 0.5)],
      tangent: [1, 0, 0],
    });
  const centre = vertex(0, 0);
  const rim = walls
    .flatMap(({ border }) => border.slice(0, -1))
    .map((index) => {
      const [x, y] = triple(front.positions, index);
      return vertex(x, y);
    });
  // The rim runs counter-clockwise seen from the front, so clockwise seen from behind.
  for (const [index, corner] of rim.entries()) builder.triangle(centre, rim[(index + 1) % rim.length] as number, corner);
}

function join(first: MeshGeometry, second: MeshGeometry): MeshGeometry {
  const offset = first.positions.length / 3;
  const indices = new Uint32Array(first.indices.length + second.indices.length);
  indices.set(first.indices);
  indices.set(
    second.indices.map((index) => index + offset),
    first.indices.length,
  );
  return {
    positions: concat(first.positions, second.positions),
    normals: concat(first.normals, second.normals),
    uvs: concat(first.uvs, second.uvs),
    tangents: concat(first.tangents, second.tangents),
    indices,
  };
}

function concat(first: Float32Array, second: Float32Array): Float32Array {
  const joined = new Float32Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

function triple(values: Float32Array, index: number): [number, number, number] {
  return [values[index * 3] as number, values[index * 3 + 1] as number, values[index * 3 + 2] as number];
}
