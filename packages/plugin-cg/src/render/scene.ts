/** A scene ready to be drawn: one triangle list, centred on the vertical axis, standing on y = 0, longest half side about 1. */
export interface Scene {
  readonly mesh: SceneMesh;
  readonly materials: readonly SceneMaterial[];
  /** Half sides of the bounding box; the box spans y from 0 to twice the second. */
  readonly halfSize: readonly [number, number, number];
}

/** Vertices share an index over all arrays; arrays lie in shared memory, so that every worker reads the same copy. */
export interface SceneMesh {
  /** [V, 3]. */
  readonly positions: Float32Array;
  /** [V, 3], unit length. */
  readonly normals: Float32Array;
  /** [V, 2]. */
  readonly uvs: Float32Array;
  /** [V, 4]: unit vector and sign. */
  readonly tangents: Float32Array;
  /** [T, 3]. */
  readonly indices: Uint32Array;
  /** [T]: index into the materials. */
  readonly triangleMaterials: Uint16Array;
}

/** glTF's metallic-roughness material; colours linear. */
export interface SceneMaterial {
  readonly baseColor: readonly [number, number, number];
  readonly emissive: readonly [number, number, number];
  readonly metallic: number;
  readonly roughness: number;
  readonly normalScale: number;
  readonly occlusionStrength: number;
  readonly doubleSided: boolean;
  readonly texture: MaterialTexture | undefined;
}

/** Values a texel holds: base colour RGB (linear), normal XYZ, roughness, metallic, occlusion. */
export const TEXEL_CHANNELS = 9;

/**
 * All maps of a material in one mip pyramid, so that one lookup reads them all.
 *
 * Values 0 to 65535; normals are (n + 1) / 2 and averaged without normalising: their shortening tells how rough the unseen is.
 */
export interface MaterialTexture {
  readonly data: Uint16Array;
  /** Powers of two, halved from level to level down to 1 x 1. */
  readonly levels: readonly TextureLevel[];
  /** Coordinates beyond 0 to 1 repeat the texture; else they stay at its border. */
  readonly repeats: boolean;
}

/** One level of a pyramid. */
export interface TextureLevel {
  readonly width: number;
  readonly height: number;
  /** Index of its first value in `data`. */
  readonly offset: number;
}

/** An array in memory that worker threads share. */
export function sharedFloats(length: number): Float32Array<SharedArrayBuffer> {
  return new Float32Array(new SharedArrayBuffer(length * 4));
}
