import type { BufferGeometry, Mesh, Node, NodeMaterial } from 'three/webgpu';
import type { Scene, SceneMaterial, SceneMesh } from '../scene.js';
import { buildMaterialTextures } from './material-textures.js';
import { SURFACE_SHADER } from './surface-shader.js';
import { callShader, type ThreeModule } from './three-module.js';

/** What every surface's shader reads. */
export interface SurfaceInputs {
  /** WGSL that the shader calls. */
  readonly libraries: readonly Node[];
  /** Inputs that are the same for all materials. */
  readonly shared: Readonly<Record<string, Node>>;
}

/** One mesh for each material that has triangles, shaded like the CPU renderer does. */
export function buildSceneMeshes(three: ThreeModule, { mesh, materials }: Scene, inputs: SurfaceInputs): Mesh[] {
  return materials.flatMap((material, index) => {
    const indices = indicesOf(mesh, index);
    if (indices.length === 0) return [];
    return [new three.Mesh(buildGeometry(three, mesh, indices), surfaceMaterial(three, material, inputs))];
  });
}

/** The whole mesh for a pass that has one shader for everything, seen from both sides. */
export function buildPlainMesh(three: ThreeModule, { mesh }: Scene, fragmentNode: Node): Mesh {
  const material = new three.NodeMaterial();
  material.fragmentNode = fragmentNode;
  material.side = three.DoubleSide;
  return new three.Mesh(buildGeometry(three, mesh, mesh.indices), material);
}

function indicesOf({ indices, triangleMaterials }: SceneMesh, material: number): Uint32Array {
  const count = triangleMaterials.reduce((sum, each) => sum + (each === material ? 1 : 0), 0);
  const result = new Uint32Array(count * 3);
  let at = 0;
  for (const [triangle, each] of triangleMaterials.entries()) {
    if (each !== material) continue;
    result.set(indices.subarray(triangle * 3, triangle * 3 + 3), at);
    at += 3;
  }
  return result;
}

function buildGeometry(three: ThreeModule, mesh: SceneMesh, indices: Uint32Array): BufferGeometry {
  return new three.BufferGeometry()
    .setAttribute('position', new three.BufferAttribute(mesh.positions, 3))
    .setAttribute('normal', new three.BufferAttribute(mesh.normals, 3))
    .setAttribute('uv', new three.BufferAttribute(mesh.uvs, 2))
    .setAttribute('tangent', new three.BufferAttribute(mesh.tangents, 4))
    .setIndex(new three.BufferAttribute(indices, 1));
}

function surfaceMaterial(three: ThreeModule, material: SceneMaterial, { libraries, shared }: SurfaceInputs): NodeMaterial {
  const { TSL } = three;
  // Within the covered part of a pixel: at its middle, normals would be guessed beyond the edge of a triangle.
  const covered = (name: string, type: string) =>
    TSL.varying(TSL.attribute(name, type)).setInterpolation('perspective', 'centroid');
  const textures = buildMaterialTextures(three, material.texture);
  // At the middle: the blur of a texture comes from their change between pixels.
  const coordinates = TSL.attribute('uv', 'vec2');
  const result = new three.NodeMaterial();
  result.side = material.doubleSided ? three.DoubleSide : three.FrontSide;
  result.fragmentNode = callShader(three, SURFACE_SHADER, libraries, {
    ...shared,
    position: TSL.positionWorld,
    vertexNormal: covered('normal', 'vec3'),
    tangent: covered('tangent', 'vec4'),
    face: TSL.faceDirection,
    paint: TSL.texture(textures.paint, coordinates),
    bump: TSL.texture(textures.bump, coordinates),
    cavity: TSL.texture(textures.cavity, coordinates),
    colourFactor: TSL.uniform(new three.Vector4(...material.baseColor, material.metallic)),
    factors: TSL.uniform(new three.Vector3(material.roughness, material.normalScale, material.occlusionStrength)),
    emissive: TSL.uniform(new three.Vector3(...material.emissive)),
  });
  return result;
}
