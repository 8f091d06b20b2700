export { type CreateMeshOptions, createMesh, MESH_SHAPES, type MeshResult, type MeshShape } from './create-mesh.js';
export { type GlbIssue, type GlbValidation, validateGlb } from './validate-glb.js';
