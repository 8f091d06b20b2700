import { availableParallelism } from 'node:os';
import { DeviceError } from '@aigc/plugin-api';
import { CpuRenderer } from './cpu/cpu-renderer.js';
import type { Renderer, View } from './renderer.js';
import type { Scene } from './scene.js';

/** Renderers that can be asked for; `auto` takes the fastest that works. */
export const RENDERERS = ['auto', 'cpu', 'webgpu'] as const;

/** A renderer's name. */
export type RendererName = (typeof RENDERERS)[number];

/** What may decide which renderer draws. */
export interface RendererChoice {
  /** Default `auto`. */
  readonly renderer?: RendererName;
  /** Threads of the CPU renderer. Default: one per core. */
  readonly threads?: number;
  /** A view that will be drawn; trials draw it. */
  readonly view: View;
  /** How many such views will be drawn. */
  readonly frames: number;
}

/** The renderer that was started. */
export interface ChosenRenderer {
  readonly renderer: Renderer;
  readonly name: 'cpu' | 'webgpu';
  /** Why not the GPU, where one is there and fails. */
  readonly warning?: string;
}

// Below this many pixels in all, the CPU renderer is done in about the time that a GPU takes to start.
const SMALL_FILM = 4e6;
// A software adapter runs on the same cores: it has to be clearly faster, or noise would decide.
const CLEARLY_FASTER = 1.5;

// Why no adapter was found in this process, so that it is searched for once.
let absence: DeviceError | undefined;

/**
 * Starts the renderer for a scene.
 *
 * `auto`: small films are drawn on the CPU; a GPU draws all others where one is found and its first picture is sound. A software
 * adapter (llvmpipe, SwiftShader) draws only when it is 1.5 times as fast as the CPU renderer, both measured on `view`.
 *
 * @throws DeviceError (exit 31) when `webgpu` is asked for and there is no adapter, or it cannot draw.
 */
export async function chooseRenderer(scene: Scene, choice: RendererChoice): Promise<ChosenRenderer> {
  const { renderer = 'auto', view, frames } = choice;
  const isSmall = view.width * view.height * frames < SMALL_FILM;
  if (renderer === 'cpu' || (renderer === 'auto' && isSmall)) return { renderer: startCpu(scene, choice), name: 'cpu' };
  try {
    const gpu = await openGpu(scene, view);
    if (renderer === 'webgpu' || !gpu.isSoftware) return { renderer: gpu, name: 'webgpu' };
    return await takeFaster(gpu, scene, choice);
  } catch (error) {
    if (renderer === 'webgpu' || !(error instanceof DeviceError)) throw error;
    // Without an adapter, which is the usual case, there is nothing to warn of.
    const cpu = { renderer: startCpu(scene, choice), name: 'cpu' } as const;
    return error === absence ? cpu : { ...cpu, warning: `${error.message}; the CPU draws instead` };
  }
}

function startCpu(scene: Scene, { threads }: RendererChoice): Renderer {
  return new CpuRenderer(scene, threads ?? availableParallelism());
}

async function openGpu(scene: Scene, view: View) {
  if (absence !== undefined) throw absence;
  const { WebgpuRenderer } = await import('./webgpu/webgpu-renderer.js');
  try {
    return await WebgpuRenderer.open(scene, view);
  } catch (error) {
    if (error instanceof DeviceError && error.code === 'E-DEVICE-130') absence = error;
    throw error;
  }
}

async function takeFaster(gpu: Renderer, scene: Scene, choice: RendererChoice): Promise<ChosenRenderer> {
  let cpu: Renderer | undefined;
  try {
    const gpuMs = await frameTime(gpu, choice.view);
    cpu = startCpu(scene, choice);
    await cpu.render(choice.view);
    const isGpuFaster = gpuMs * CLEARLY_FASTER < (await frameTime(cpu, choice.view));
    await (isGpuFaster ? cpu : gpu).close();
    return isGpuFaster ? { renderer: gpu, name: 'webgpu' } : { renderer: cpu, name: 'cpu' };
  } catch (error) {
    await Promise.all([gpu.close(), cpu?.close()]);
    throw error;
  }
}

/** Milliseconds for a picture while as many are under way as the renderer can use. */
async function frameTime(renderer: Renderer, view: View): Promise<number> {
  const started = performance.now();
  await Promise.all(Array.from({ length: renderer.concurrency }, () => renderer.render(view)));
  return (performance.now() - started) / renderer.concurrency;
}
