export {
  type Border,
  type Borders,
  createMaterial,
  encodeNormals,
  estimateHeight,
  findBorders,
  type HeightEstimate,
  type HeightOptions,
  heightToNormals,
  heightToOcclusion,
  luminance,
  luminanceToRoughness,
  MANIFEST_FILE,
  MAP_NAMES,
  type MapName,
  type MapOptions,
  type MaterialManifest,
  type MaterialMap,
  type MaterialMaps,
  type MaterialOptions,
  type MaterialResult,
  makeMaps,
  type Plane,
  readMaterial,
} from './material/index.js';
export { type CreateMeshOptions, createMesh, MESH_SHAPES, type MeshResult, type MeshShape, validateGlb } from './mesh/index.js';
export { type Camera, chooseRenderer, fitCamera, type Renderer, readGlb, type View } from './render/index.js';
export { type CreateVideoOptions, createVideo, type VideoResult } from './video/index.js';
