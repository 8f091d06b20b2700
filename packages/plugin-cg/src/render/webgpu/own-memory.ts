import type { Scene } from '../scene.js';

/** A copy of a scene without shared memory, which cannot be sent to another process. */
export function withOwnMemory(scene: Scene): Scene {
  const { positions, normals, uvs, tangents, indices, triangleMaterials } = scene.mesh;
  return {
    ...scene,
    mesh: {
      ...{ positions: positions.slice(), normals: normals.slice(), uvs: uvs.slice(), tangents: tangents.slice() },
      ...{ indices: indices.slice(), triangleMaterials: triangleMaterials.slice() },
    },
    materials: scene.materials.map(({ texture, ...material }) => ({
      ...material,
      texture: texture === undefined ? undefined : { ...texture, data: texture.data.slice() },
    })),
  };
}
