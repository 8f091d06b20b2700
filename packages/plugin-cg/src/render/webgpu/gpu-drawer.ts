import type { WebGPURenderer } from 'three/webgpu';
import { buildStage } from '../cpu/frame-drawer.js';
import { cameraFrame } from '../cpu/projection.js';
import type { View } from '../renderer.js';
import type { Scene } from '../scene.js';
import { buildPasses, type Passes } from './passes.js';
import { loadThree, startThree, type ThreeModule } from './three-module.js';

/** Draws frames of one scene on a device. */
export class GpuDrawer {
  readonly #renderer: WebGPURenderer;
  readonly #passes: Passes;
  #failure: Error | undefined;

  private constructor(three: ThreeModule, renderer: WebGPURenderer, scene: Scene) {
    this.#renderer = renderer;
    const fail = ({ message }: { readonly message: string }) => {
      this.#failure ??= new Error(message);
    };
    renderer.onError = fail;
    renderer.onDeviceLost = fail;
    // Nothing is 0 in the shadow map; everything else is painted over.
    renderer.setClearColor(0, 0);
    this.#passes = buildPasses(three, buildStage(scene));
  }

  /** @throws Error when three is not installed or does not start on the device. */
  static async open(device: unknown, scene: Scene): Promise<GpuDrawer> {
    const three = await loadThree();
    return new GpuDrawer(three, await startThree(three, device), scene);
  }

  /**
   * The picture as rgb24. A call need not wait for the one before: the device works in the order of the calls.
   *
   * @throws Error when the device reported an error, was lost, or gave an even picture, which the studio never is.
   */
  async draw(view: View): Promise<Uint8Array> {
    const { all, picture } = this.#passes;
    this.#place(view);
    for (const { target, scene, camera } of all) {
      this.#renderer.setRenderTarget(target);
      this.#renderer.render(scene, camera);
    }
    const { width, height } = view;
    const rgba = await this.#renderer.readRenderTargetPixelsAsync(picture, 0, 0, width, height);
    if (this.#failure !== undefined) throw this.#failure;
    const pixels = dropAlpha(rgba, width * height);
    if (pixels.every((value) => value === pixels[0])) throw new Error('the device draws empty pictures');
    return pixels;
  }

  #place({ width, height, turn, camera: lens }: View): void {
    const { values, object, camera, light, picture } = this.#passes;
    const frame = cameraFrame(lens, width, height);
    values.eye.set(...lens.eye);
    values.right.set(...frame.right);
    values.up.set(...frame.up);
    values.forward.set(...frame.forward);
    values.lens.set(frame.scale, frame.centreX, frame.centreY);
    values.turn.set(Math.sin(turn), Math.cos(turn));
    for (const mesh of object) mesh.rotation.y = turn;
    light.setSize(width, height);
    picture.setSize(width, height);
    camera.fov = (lens.fieldOfView * 180) / Math.PI;
    camera.aspect = width / height;
    camera.updateProjectionMatrix();
    camera.position.set(...lens.eye);
    camera.lookAt(...lens.target);
  }
}

function dropAlpha(rgba: Uint8Array, count: number): Uint8Array {
  const pixels = new Uint8Array(count * 3);
  for (let pixel = 0; pixel < count; pixel++) {
    pixels[pixel * 3] = rgba[pixel * 4] as number;
    pixels[pixel * 3 + 1] = rgba[pixel * 4 + 1] as number;
    pixels[pixel * 3 + 2] = rgba[pixel * 4 + 2] as number;
  }
  return pixels;
}
