// The part of three 0.187 that is used; the package brings no types.
declare module 'three/webgpu' {
  export interface Node {
    readonly isNode: true;
  }

  export class Object3D {
    readonly rotation: { y: number };
    readonly position: { set(x: number, y: number, z: number): void };
    renderOrder: number;
    frustumCulled: boolean;
    add(...children: Object3D[]): void;
    lookAt(x: number, y: number, z: number): void;
    updateMatrixWorld(force?: boolean): void;
  }
  export class Scene extends Object3D {}
  export class Camera extends Object3D {}
  export class PerspectiveCamera extends Camera {
    constructor(fieldOfView: number, aspect: number, near: number, far: number);
    fov: number;
    aspect: number;
    near: number;
    far: number;
    updateProjectionMatrix(): void;
  }
  export class OrthographicCamera extends Camera {
    constructor(left: number, right: number, top: number, bottom: number, near: number, far: number);
  }

  export class BufferAttribute {
    constructor(array: Float32Array | Uint32Array, itemSize: number);
  }
  export class BufferGeometry {
    setAttribute(name: string, attribute: BufferAttribute): this;
    setIndex(index: BufferAttribute): this;
  }
  export class NodeMaterial {
    vertexNode: Node;
    fragmentNode: Node;
    side: number;
    depthTest: boolean;
    depthWrite: boolean;
  }
  export class Mesh extends Object3D {
    constructor(geometry: BufferGeometry, material: NodeMaterial);
  }
  export class Texture {
    minFilter: number;
    magFilter: number;
    wrapS: number;
    wrapT: number;
    anisotropy: number;
    mipmaps: { data: Uint16Array; width: number; height: number }[];
    needsUpdate: boolean;
  }
  export class DataTexture extends Texture {
    constructor(data: Uint16Array | null, width: number, height: number, format: number, type: number);
  }
  export interface RenderTargetOptions {
    readonly format: number;
    readonly type: number;
    readonly minFilter: number;
    readonly magFilter: number;
    readonly samples?: number;
    readonly depthBuffer: boolean;
  }
  export class RenderTarget {
    constructor(width: number, height: number, options: RenderTargetOptions);
    readonly texture: Texture;
    setSize(width: number, height: number): void;
  }
  export const DataUtils: { toHalfFloat(value: number): number };

  export class WebGPURenderer {
    constructor(parameters: { device: unknown; canvas: unknown });
    onError: (info: { readonly message: string }) => void;
    onDeviceLost: (info: { readonly message: string }) => void;
    init(): Promise<unknown>;
    setClearColor(colour: number, alpha: number): void;
    setRenderTarget(target: RenderTarget): void;
    render(scene: Scene, camera: Camera): void;
    readRenderTargetPixelsAsync(
      target: RenderTarget,
      ...area: readonly [x: number, y: number, width: number, height: number]
    ): Promise<Uint8Array>;
  }

  export const RGBAFormat: number;
  export const RedFormat: number;
  export const FloatType: number;
  export const HalfFloatType: number;
  export const UnsignedByteType: number;
  export const NearestFilter: number;
  export const LinearFilter: number;
  export const LinearMipmapLinearFilter: number;
  export const ClampToEdgeWrapping: number;
  export const RepeatWrapping: number;
  export const FrontSide: number;
  export const DoubleSide: number;

  /** The shading language: nodes are made by functions and joined by the renderer into one shader. */
  export const TSL: {
    attribute(name: string, type: string): Node;
    varying(node: Node): Node & { setInterpolation(type: string, sampling: string): Node };
    uniform(value: unknown): Node & { value: unknown };
    texture(texture: Texture, coordinates?: Node): Node;
    sampler(texture: Texture): Node;
    vec4(...components: readonly (Node | number)[]): Node;
    wgsl(code: string): Node;
    wgslFn(code: string, includes: readonly Node[]): (inputs: Readonly<Record<string, Node>>) => Node;
    readonly positionWorld: Node;
    readonly positionGeometry: Node;
    readonly screenCoordinate: Node;
    readonly faceDirection: Node;
  };
  export class Vector2 {
    constructor(x?: number, y?: number);
    set(x: number, y: number): this;
  }
  export class Vector3 {
    constructor(x?: number, y?: number, z?: number);
    set(x: number, y: number, z: number): this;
  }
  export class Vector4 {
    constructor(x?: number, y?: number, z?: number, w?: number);
    set(...components: readonly [x: number, y: number, z: number, w: number]): this;
  }
}
