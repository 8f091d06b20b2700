import type { Renderer, View } from '../renderer.js';
import type { Scene } from '../scene.js';
import { GpuConnection } from './gpu-connection.js';

/** Draws on a GPU through WebGPU, in a process of its own. Frames look like the CPU renderer's, but are not the same bytes. */
export class WebgpuRenderer implements Renderer {
  readonly description: string;
  /** One picture is drawn while another is on its way back. */
  readonly concurrency = 2;
  /** The adapter is the processor in disguise. */
  readonly isSoftware: boolean;
  readonly #connection: GpuConnection;

  private constructor(connection: GpuConnection) {
    this.#connection = connection;
    this.description = `WebGPU, ${connection.adapter.name}`;
    this.isSoftware = connection.adapter.isSoftware;
  }

  /**
   * Opens the adapter for a scene and draws one view of it, so that what fails fails here.
   *
   * @throws DeviceError E-DEVICE-130 without an adapter, E-DEVICE-131 when it cannot draw the scene.
   */
  static async open(scene: Scene, view: View): Promise<WebgpuRenderer> {
    const connection = await GpuConnection.start();
    try {
      await connection.open(scene);
      await connection.draw(view);
      return new WebgpuRenderer(connection);
    } catch (cause) {
      await connection.close();
      throw cause;
    }
  }

  /** @throws DeviceError E-DEVICE-131 when the device was lost, reported an error or gave an empty picture. */
  render(view: View): Promise<Uint8Array> {
    return this.#connection.draw(view);
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}
