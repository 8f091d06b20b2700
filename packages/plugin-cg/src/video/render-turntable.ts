import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { sha256 } from '@aigc/core';
import { DecodeError, type Recipe } from '@aigc/plugin-api';
import { fitCamera } from '../render/camera.js';
import { chooseRenderer, type RendererName } from '../render/choose-renderer.js';
import { readGlb } from '../render/read-glb.js';
import type { Camera, Renderer } from '../render/renderer.js';
import { chooseMotion, type TurntableMotion, turntableTurns } from '../render/turntable.js';
import type { FrameSource } from './frame-source.js';

/** How a mesh is filmed. */
export interface TurntableOptions {
  readonly frames: number;
  /** Side of the square picture in pixels. */
  readonly size: number;
  /** `auto`: a swing for flat meshes, a full turn for the others. */
  readonly motion: TurntableMotion | 'auto';
  readonly threads: number | undefined;
  readonly renderer: RendererName;
}

/**
 * Opens a GLB as the frames of a turntable; drawing starts when they are read.
 *
 * @throws DecodeError (exit 10) when the file is no GLB that can be drawn, DeviceError (exit 31) when the GPU that is asked for is
 * not there.
 */
export async function openTurntable(path: string, options: TurntableOptions): Promise<FrameSource> {
  const glb = await readBytes(path);
  // Twice the picture is as sharp as it can show; larger textures would only cost memory.
  const { scene, warnings, recipe } = await readGlb(glb, path, Math.max(512, options.size * 2));
  const motion = options.motion === 'auto' ? chooseMotion(scene) : options.motion;
  const turns = turntableTurns(motion, options.frames);
  const camera = fitCamera(scene, turns, 1);
  const view = { width: options.size, height: options.size, turn: turns[0] as number, camera };
  const { renderer, name, warning } = await chooseRenderer(scene, {
    ...{ renderer: options.renderer, view, frames: options.frames },
    ...(options.threads === undefined ? {} : { threads: Math.min(options.threads, options.frames) }),
  });
  return {
    width: options.size,
    height: options.size,
    frameCount: options.frames,
    stage: 'rendering',
    renderer: renderer.description,
    settings: { frames: options.frames, size: options.size, motion, renderer: name },
    inputs: [{ name: basename(path), sha256: sha256(glb), ...(isRecipe(recipe) ? { recipe } : {}) }],
    warnings: warning === undefined ? warnings : [...warnings, warning],
    frames: () => renderInOrder(renderer, { turns, size: options.size, camera }),
    close: () => renderer.close(),
  };
}

/** Keeps all threads busy and gives the frames in order. */
async function* renderInOrder(
  renderer: Renderer,
  { turns, size, camera }: { readonly turns: readonly number[]; readonly size: number; readonly camera: Camera },
): AsyncGenerator<Uint8Array, void, undefined> {
  const underWay: Promise<Uint8Array>[] = [];
  let next = 0;
  while (next < turns.length || underWay.length > 0) {
    // One more than there are threads, so that none waits for the encoder.
    while (next < turns.length && underWay.length <= renderer.concurrency) {
      const frame = renderer.render({ width: size, height: size, turn: turns[next] as number, camera });
      // A failure is thrown where its turn comes; until then it must not count as unhandled.
      frame.catch(() => undefined);
      underWay.push(frame);
      next++;
    }
    yield await (underWay.shift() as Promise<Uint8Array>);
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    const errno = (cause as NodeJS.ErrnoException).code;
    const reason = errno === 'ENOENT' ? 'no such file' : String(errno);
    throw new DecodeError('E-DECODE-130', `the GLB cannot be read: ${reason}`, { path, hints: ['check the path'], cause });
  }
}

/** A foreign file may hold anything under our name: take over only what has the outline of a recipe. */
function isRecipe(value: unknown): value is Recipe {
  const recipe = value as Partial<Recipe> | null | undefined;
  return typeof recipe === 'object' && recipe?.recipe === 1 && typeof recipe.command === 'string' && Array.isArray(recipe.inputs);
}
