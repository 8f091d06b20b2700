/** Triangles of one material in glTF's space: metres, +Y up, +Z towards the viewer; UV (0, 0) is the image's upper left. */
export interface MeshGeometry {
  /** [V, 3]. */
  readonly positions: Float32Array;
  /** [V, 3], unit length. */
  readonly normals: Float32Array;
  /** [V, 2]. */
  readonly uvs: Float32Array;
  /** [V, 4]: unit vector along growing u, and the sign w of `bitangent = w * cross(normal, tangent)`, which points to smaller v. */
  readonly tangents: Float32Array;
  /** [T, 3], counter-clockwise seen from outside. */
  readonly indices: Uint32Array;
}

/** One vertex on its way into a geometry. */
export interface Vertex {
  readonly position: readonly [number, number, number];
  readonly normal: readonly [number, number, number];
  readonly uv: readonly [number, number];
  /** Unit vector along growing u; no shape here mirrors its texture, so w is 1. */
  readonly tangent: readonly [number, number, number];
}

/** Collects vertices and triangles in growing arrays. */
export class GeometryBuilder {
  readonly #positions: number[] = [];
  readonly #normals: number[] = [];
  readonly #uvs: number[] = [];
  readonly #tangents: number[] = [];
  readonly #indices: number[] = [];

  /** Adds a vertex and returns its index. */
  vertex({ position, normal, uv, tangent }: Vertex): number {
    this.#positions.push(...position);
    this.#normals.push(...normal);
    this.#uvs.push(...uv);
    this.#tangents.push(...tangent, 1);
    return this.#positions.length / 3 - 1;
  }

  /** Adds a triangle, counter-clockwise seen from outside. */
  triangle(a: number, b: number, c: number): void {
    this.#indices.push(a, b, c);
  }

  /** Adds two triangles; corners counter-clockwise seen from outside. */
  quad(corners: readonly [number, number, number, number]): void {
    const [a, b, c, d] = corners;
    this.#indices.push(a, b, c, a, c, d);
  }

  build(): MeshGeometry {
    return {
      positions: Float32Array.from(this.#positions),
      normals: Float32Array.from(this.#normals),
      uvs: Float32Array.from(this.#uvs),
      tangents: Float32Array.from(this.#tangents),
      indices: Uint32Array.from(this.#indices),
    };
  }
}
