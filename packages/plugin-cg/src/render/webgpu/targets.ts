import type { Camera, Mesh, Node, RenderTarget, RenderTargetOptions, Scene } from 'three/webgpu';
import type { ThreeModule } from './three-module.js';

/** A render target and what is drawn into it. */
export interface Pass {
  readonly target: RenderTarget;
  readonly scene: Scene;
  readonly camera: Camera;
}

/** A target for half-float light, unless told otherwise. */
export function buildTarget(three: ThreeModule, side: number, options: Partial<RenderTargetOptions>): RenderTarget {
  return new three.RenderTarget(side, side, {
    format: three.RGBAFormat,
    type: three.HalfFloatType,
    minFilter: three.LinearFilter,
    magFilter: three.LinearFilter,
    depthBuffer: false,
    ...options,
  });
}

/** A pass that computes every texel of its target by one shader. */
export function texelPass(three: ThreeModule, target: RenderTarget, fragmentNode: Node): Pass {
  const scene = new three.Scene();
  scene.add(fullScreenMesh(three, fragmentNode));
  return { target, scene, camera: new three.PerspectiveCamera(1, 1, 1, 2) };
}

/** A triangle over the whole target, behind everything. */
export function fullScreenMesh(three: ThreeModule, fragmentNode: Node): Mesh {
  const corners = Float32Array.of(-1, 3, 0, -1, -1, 0, 3, -1, 0);
  const material = new three.NodeMaterial();
  material.vertexNode = three.TSL.vec4(three.TSL.positionGeometry, 1);
  material.fragmentNode = fragmentNode;
  material.depthTest = false;
  material.depthWrite = false;
  const mesh = new three.Mesh(
    new three.BufferGeometry().setAttribute('position', new three.BufferAttribute(corners, 3)),
    material,
  );
  mesh.frustumCulled = false;
  mesh.renderOrder = -1;
  return mesh;
}
