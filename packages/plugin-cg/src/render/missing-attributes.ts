/** A primitive whose normals or tangents may be absent. */
export interface IncompleteMesh {
  readonly positions: Float32Array;
  readonly uvs: Float32Array;
  readonly indices: Uint32Array;
  readonly normals: Float32Array | undefined;
  readonly tangents: Float32Array | undefined;
}

type WithNormals = IncompleteMesh & { readonly normals: Float32Array };

/** glTF asks for flat normals where a file has none: corners are separated, and tangents of the file no longer apply. */
export function addMissingNormals(mesh: IncompleteMesh): WithNormals {
  const { normals } = mesh;
  if (normals !== undefined) return { ...mesh, normals };
  const corners = mesh.indices.length;
  const positions = new Float32Array(corners * 3);
  const uvs = new Float32Array(corners * 2);
  const flat = new Float32Array(corners * 3);
  for (const [corner, vertex] of mesh.indices.entries()) {
    positions.set(mesh.positions.subarray(vertex * 3, vertex * 3 + 3), corner * 3);
    uvs.set(mesh.uvs.subarray(vertex * 2, vertex * 2 + 2), corner * 2);
  }
  for (let corner = 0; corner < corners; corner += 3) {
    const normal = faceNormal(positions.subarray(corner * 3, corner * 3 + 9));
    for (let copy = 0; copy < 3; copy++) flat.set(normal, (corner + copy) * 3);
  }
  const indices = Uint32Array.from({ length: corners }, (_, corner) => corner);
  return { positions, uvs, indices, normals: flat, tangents: undefined };
}

/** Tangents from the direction in which u grows, averaged over the triangles of a vertex. */
export function addMissingTangents(mesh: WithNormals): WithNormals & { readonly tangents: Float32Array } {
  if (mesh.tangents !== undefined) return { ...mesh, tangents: mesh.tangents };
  const { positions, uvs, indices, normals } = mesh;
  const count = positions.length / 3;
  const alongU = new Float64Array(count * 3);
  const handedness = new Float64Array(count);
  for (let corner = 0; corner < indices.length; corner += 3) {
    const [a, b, c] = [indices[corner] as number, indices[corner + 1] as number, indices[corner + 2] as number];
    const uv = (vertex: number, axis: 0 | 1) => (uvs[vertex * 2 + axis] as number) - (uvs[a * 2 + axis] as number);
    const edge = (vertex: number, axis: number) => (positions[vertex * 3 + axis] as number) - (positions[a * 3 + axis] as number);
    const [u1, v1, u2, v2] = [uv(b, 0), uv(b, 1), uv(c, 0), uv(c, 1)];
    const area = u1 * v2 - u2 * v1;
    const sign = Math.sign(area);
    for (const vertex of [a, b, c]) {
      // v grows downwards in glTF, so a texture seen the right way round has a negative area.
      handedness[vertex] = (handedness[vertex] as number) - area;
      for (let axis = 0; axis < 3; axis++) {
        const along = (edge(b, axis) * v2 - edge(c, axis) * v1) * sign;
        alongU[vertex * 3 + axis] = (alongU[vertex * 3 + axis] as number) + along;
      }
    }
  }
  const tangents = new Float32Array(count * 4);
  for (let vertex = 0; vertex < count; vertex++) {
    tangents.set(orthogonalTangent(normals, alongU, vertex), vertex * 4);
    tangents[vertex * 4 + 3] = (handedness[vertex] as number) < 0 ? -1 : 1;
  }
  return { ...mesh, tangents };
}

function orthogonalTangent(normals: Float32Array, alongU: Float64Array, vertex: number): [number, number, number] {
  const at = vertex * 3;
  const [nx, ny, nz] = [normals[at] as number, normals[at + 1] as number, normals[at + 2] as number];
  let [x, y, z] = [alongU[at] as number, alongU[at + 1] as number, alongU[at + 2] as number];
  // Without texture coordinates any direction will do, as long as it is not along the normal.
  if (Math.hypot(x, y, z) < 1e-20) [x, y, z] = Math.abs(nx) < 0.9 ? [1, 0, 0] : [0, 1, 0];
  const along = x * nx + y * ny + z * nz;
  [x, y, z] = [x - along * nx, y - along * ny, z - along * nz];
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
}

function faceNormal(corners: Float32Array): [number, number, number] {
  const edge = (corner: number, axis: number) => (corners[corner * 3 + axis] as number) - (corners[axis] as number);
  const x = edge(1, 1) * edge(2, 2) - edge(1, 2) * edge(2, 1);
  const y = edge(1, 2) * edge(2, 0) - edge(1, 0) * edge(2, 2);
  const z = edge(1, 0) * edge(2, 1) - edge(1, 1) * edge(2, 0);
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
}
