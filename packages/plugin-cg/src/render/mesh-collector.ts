import { type Accessor, Primitive } from '@gltf-transform/core';
import { addMissingNormals, addMissingTangents } from './missing-attributes.js';
import { type SceneMesh, sharedFloats } from './scene.js';

interface Part {
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  readonly uvs: Float32Array;
  readonly tangents: Float32Array;
  readonly indices: Uint32Array;
  readonly material: number;
}

/** Gathers the triangles of a glTF scene in world space into one mesh. */
export class MeshCollector {
  readonly #parts: Part[] = [];
  readonly #warnings: Set<string>;

  /** @param warnings receives what cannot be drawn */
  constructor(warnings: Set<string>) {
    this.#warnings = warnings;
  }

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  /** Adds a primitive moved by a column-major 4 x 4 matrix. */
  add(primitive: Primitive, matrix: readonly number[], material: number): void {
    const position = primitive.getAttribute('POSITION');
    if (primitive.getMode() !== Primitive.Mode.TRIANGLES) {
      this.#warnings.add('points, lines, strips and fans are not drawn');
      return;
    }
    if (position === null || position.getCount() < 3) return;
    if (primitive.listTargets().length > 0) this.#warnings.add('morph targets are not applied');
    const count = position.getCount();
    const indices = readIndices(primitive, count);
    const positions = transform(readFloats(position, 3), matrix, 1);
    const normals = primitive.getAttribute('NORMAL');
    const part = {
      positions,
      indices,
      uvs: readOptional(primitive, 'TEXCOORD_0', 2) ?? new Float32Array(count * 2),
      normals: normals === null ? undefined : normalTransform(readFloats(normals, 3), matrix),
      tangents: transformTangents(readOptional(primitive, 'TANGENT', 4), matrix),
    };
    const shaded = addMissingTangents(addMissingNormals(part));
    this.#parts.push({ ...shaded, material });
  }

  build(): SceneMesh {
    const vertices = this.#parts.reduce((sum, part) => sum + part.positions.length / 3, 0);
    const corners = this.#parts.reduce((sum, part) => sum + part.indices.length, 0);
    const mesh = {
      positions: sharedFloats(vertices * 3),
      normals: sharedFloats(vertices * 3),
      uvs: sharedFloats(vertices * 2),
      tangents: sharedFloats(vertices * 4),
      indices: new Uint32Array(new SharedArrayBuffer(corners * 4)),
      triangleMaterials: new Uint16Array(new SharedArrayBuffer((corners / 3) * 2)),
    };
    let [vertex, corner] = [0, 0];
    for (const part of this.#parts) {
      mesh.positions.set(part.positions, vertex * 3);
      mesh.normals.set(part.normals, vertex * 3);
      mesh.uvs.set(part.uvs, vertex * 2);
      mesh.tangents.set(part.tangents, vertex * 4);
      const base = vertex;
      mesh.indices.set(
        part.indices.map((index) => index + base),
        corner,
      );
      mesh.triangleMaterials.fill(part.material, corner / 3, (corner + part.indices.length) / 3);
      vertex += part.positions.length / 3;
      corner += part.indices.length;
    }
    return mesh;
  }
}

function readOptional(primitive: Primitive, name: string, size: number): Float32Array | undefined {
  const accessor = primitive.getAttribute(name);
  return accessor === null ? undefined : readFloats(accessor, size);
}

/** Values as floats, normalised integers included. */
function readFloats(accessor: Accessor, size: number): Float32Array {
  const values = new Float32Array(accessor.getCount() * size);
  const element: number[] = [];
  for (let index = 0; index < accessor.getCount(); index++) {
    accessor.getElement(index, element);
    for (let axis = 0; axis < size; axis++) {
      const value = element[axis] ?? 0;
      values[index * size + axis] = Number.isFinite(value) ? value : 0;
    }
  }
  return values;
}

/** Whole triangles whose corners exist. */
function readIndices(primitive: Primitive, count: number): Uint32Array {
  const array = primitive.getIndices()?.getArray();
  const all = array ? Uint32Array.from(array) : Uint32Array.from({ length: count }, (_, index) => index);
  const whole = all.subarray(0, all.length - (all.length % 3));
  if (whole.every((index) => index < count)) return whole;
  const kept: number[] = [];
  for (let corner = 0; corner < whole.length; corner += 3) {
    const triangle = whole.subarray(corner, corner + 3);
    if (triangle.every((index) => index < count)) kept.push(...triangle);
  }
  return Uint32Array.from(kept);
}

function transform(values: Float32Array, m: readonly number[], w: 0 | 1): Float32Array {
  const [m0 = 1, m1 = 0, m2 = 0, , m4 = 0, m5 = 1, m6 = 0, , m8 = 0, m9 = 0, m10 = 1, , m12 = 0, m13 = 0, m14 = 0] = m;
  for (let at = 0; at < values.length; at += 3) {
    const [x, y, z] = [values[at] as number, values[at + 1] as number, values[at + 2] as number];
    values[at] = m0 * x + m4 * y + m8 * z + m12 * w;
    values[at + 1] = m1 * x + m5 * y + m9 * z + m13 * w;
    values[at + 2] = m2 * x + m6 * y + m10 * z + m14 * w;
  }
  return values;
}

/** By the cofactors of the matrix (the inverse transpose up to a factor), then to unit length. */
function normalTransform(normals: Float32Array, m: readonly number[]): Float32Array {
  const [a = 1, b = 0, c = 0, , d = 0, e = 1, f = 0, , g = 0, h = 0, i = 1] = m;
  const cofactors = [e * i - f * h, f * g - d * i, d * h - e * g, 0, c * h - b * i, a * i - c * g, b * g - a * h, 0];
  return toUnits(transform(normals, [...cofactors, b * f - c * e, c * d - a * f, a * e - b * d], 0), 3);
}

function transformTangents(tangents: Float32Array | undefined, matrix: readonly number[]): Float32Array | undefined {
  if (tangents === undefined) return undefined;
  const directions = new Float32Array((tangents.length / 4) * 3);
  for (let index = 0; index < tangents.length / 4; index++)
    directions.set(tangents.subarray(index * 4, index * 4 + 3), index * 3);
  transform(directions, matrix, 0);
  for (let index = 0; index < tangents.length / 4; index++)
    tangents.set(directions.subarray(index * 3, index * 3 + 3), index * 4);
  return toUnits(tangents, 4);
}

function toUnits(values: Float32Array, stride: number): Float32Array {
  for (let at = 0; at < values.length; at += stride) {
    const length = Math.hypot(values[at] as number, values[at + 1] as number, values[at + 2] as number) || 1;
    for (let axis = 0; axis < 3; axis++) values[at + axis] = (values[at + axis] as number) / length;
  }
  return values;
}
