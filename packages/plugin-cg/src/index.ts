export {
  createMaterial,
  encodeNormals,
  estimateHeight,
  findBorders,
  heightToNormals,
  heightToOcclusion,
  luminance,
  luminanceToRoughness,
  makeMaps,
  MANIFEST_FILE,
  MAP_NAMES,
  readMaterial,
  type Border,
  type Borders,
  type HeightEstimate,
  type HeightOptions,
  type MapName,
  type MapOptions,
  type MaterialManifest,
  type MaterialMap,
  type MaterialMaps,
  type MaterialOptions,
  type MaterialResult,
  type Plane,
} from './material/index.js';
export { createMesh, MESH_SHAPES, type CreateMeshOptions, type MeshResult, type MeshShape, validateGlb } from './mesh/index.js';
export { chooseRenderer, fitCamera, readGlb, type Camera, type Renderer, type View } from './render/index.js';
export { createVideo, type CreateVideoOptions, type VideoResult } from './video/index.js';
