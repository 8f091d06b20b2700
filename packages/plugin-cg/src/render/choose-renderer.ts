import { availableParallelism } from 'node:os';
import { CpuRenderer } from './cpu/cpu-renderer.js';
import type { Renderer } from './renderer.js';
import type { Scene } from './scene.js';

/** What may decide which renderer draws. */
export interface RendererChoice {
  /** Threads of the CPU renderer. Default: one per core. */
  readonly threads?: number;
}

/** Starts the best renderer that this machine has for a scene: the CPU one, which runs everywhere. */
export function chooseRenderer(scene: Scene, { threads }: RendererChoice = {}): Renderer {
  return new CpuRenderer(scene, threads ?? availableParallelism());
}
