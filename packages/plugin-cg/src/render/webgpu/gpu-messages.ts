import type { View } from '../renderer.js';
import type { Scene } from '../scene.js';
import type { GpuAdapter } from './open-device.js';

/** What the drawing process is sent: `open` once, then any number of `draw`. */
export type GpuTask =
  | { readonly kind: 'open'; readonly id: number; readonly scene: Scene }
  | { readonly kind: 'draw'; readonly id: number; readonly view: View };

/** What it answers: `adapter` or `failed` without being asked, when it has started; then one answer to each task. */
export type GpuAnswer =
  | { readonly kind: 'adapter'; readonly adapter: GpuAdapter }
  | { readonly kind: 'done'; readonly id: number; readonly pixels?: Uint8Array }
  | { readonly kind: 'failed'; readonly id?: number; readonly reason: string };
