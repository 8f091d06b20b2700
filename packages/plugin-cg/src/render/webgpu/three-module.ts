import type * as Three from 'three/webgpu';

/** The library, loaded when a GPU is about to draw. */
export type ThreeModule = typeof Three;

/**
 * Loads three, the only place that does; it expects a browser's names, which this process lends it.
 *
 * @throws Error when the package is not installed.
 */
export async function loadThree(): Promise<ThreeModule> {
  Object.assign(globalThis, { self: globalThis, requestAnimationFrame: () => 0, cancelAnimationFrame: () => undefined });
  return import('three/webgpu');
}

/** Starts three's renderer on a device; pictures go to render targets, so that the canvas it wants is an empty one. */
export async function startThree(three: ThreeModule, device: unknown): Promise<Three.WebGPURenderer> {
  const context = { configure: () => undefined, unconfigure: () => undefined };
  const canvas = {
    ...{ width: 1, height: 1, style: {} },
    getContext: () => context,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  };
  const renderer = new three.WebGPURenderer({ device, canvas });
  await renderer.init();
  return renderer;
}

/** Calls a WGSL function by the names of its parameters; `libraries` are what its code calls. */
export function callShader(
  { TSL }: ThreeModule,
  code: string,
  libraries: readonly Three.Node[],
  inputs: Readonly<Record<string, Three.Node>>,
): Three.Node {
  const shader = TSL.wgslFn(code, libraries);
  return shader(inputs);
}
