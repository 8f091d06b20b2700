import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePng } from '@aigc/media/image';
import { countFrames, readComment } from '@aigc/media/video';
import type { ArtifactEvent, Recipe } from '@aigc/plugin-api';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createMaterial } from '../material/create-material.js';
import { createMesh } from '../mesh/create-mesh.js';
import { type CreateVideoOptions, createVideo, type VideoResult } from './create-video.js';

let folder = '';
let glb = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aigc-'));
  glb = join(folder, 'relief.glb');
  await writeFile(join(folder, 'picture.png'), await picture(32, 32, 90));
  await finish(createMaterial({ image: join(folder, 'picture.png'), out: join(folder, 'material') }));
  await finish(createMesh({ materialDir: join(folder, 'material'), shape: 'relief', out: glb, resolution: 32 }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function picture(width: number, height: number, grey: number): Promise<Uint8Array> {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, index) => grey + ((index * 7) % 11));
  return encodePng({ width, height, channels: 3, data });
}

async function finish<R>(events: AsyncGenerator<ArtifactEvent, R>, seen: ArtifactEvent[] = []): Promise<R> {
  for (;;) {
    const next = await events.next();
    if (next.done === true) return next.value;
    seen.push(next.value);
  }
}

const film = (options: Partial<CreateVideoOptions>): Promise<VideoResult> =>
  finish(createVideo({ input: glb, out: join(folder, 'video.mp4'), frames: 7, size: 48, ...options }));

describe('createVideo of a mesh', () => {
  test('writes exactly the frames asked for, and the same bytes whatever the number of threads', async () => {
    const seen: ArtifactEvent[] = [];
    const out = join(folder, 'one.mp4');
    const video = await finish(createVideo({ input: glb, out, frames: 7, size: 48, threads: 1 }), seen);
    expect(video).toMatchObject({ path: out, frames: 7, frameRate: 30, width: 48, height: 48 });
    expect(await countFrames(out)).toMatchObject({ frames: 7, width: 48, height: 48, pixelFormat: 'yuv420p', codec: 'h264' });
    expect(seen).toContainEqual({ type: 'progress', stage: 'rendering', done: 7, total: 7 });
    expect(seen.at(-1)).toEqual({ type: 'artifact-written', path: out, kind: 'video' });
    expect((await film({ threads: 2 })).sha256).toBe(video.sha256);
  });

  test('carries the lineage back to the picture in its comment', async () => {
    await film({});
    const recipe = JSON.parse((await readComment(join(folder, 'video.mp4'))) ?? '') as Recipe;
    expect(recipe).toMatchObject({
      command: 'cg video',
      settings: { frames: 7, size: 48, motion: 'swing', renderer: 'cpu', frameRate: 30 },
    });
    expect(recipe.inputs[0]?.recipe?.inputs[0]?.recipe).toMatchObject({
      command: 'cg material',
      inputs: [{ name: 'picture.png' }],
    });
  });

  test('stops drawing and removes what it wrote when its reader goes away or it is aborted', async () => {
    const before = (await readdir(folder)).sort();
    const out = join(folder, 'stopped.mp4');
    for await (const event of createVideo({ input: glb, out, frames: 500, size: 32 })) {
      if (event.type === 'progress' && event.done === 3) break;
    }
    const stop = new AbortController();
    const aborted = film({ out, frames: 500, signal: stop.signal });
    setTimeout(() => stop.abort(), 100);
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    expect((await readdir(folder)).sort()).toEqual(before);
  });
});

describe('createVideo of frames', () => {
  async function writeFrames(name: string, sizes: readonly (readonly [string, number, number])[]): Promise<string> {
    const path = join(folder, name);
    await mkdir(path);
    for (const [index, [file, width, height]] of sizes.entries())
      await writeFile(join(path, file), await picture(width, height, index));
    return path;
  }

  test('joins them in counting order and pads odd sizes', async () => {
    const input = await writeFrames('frames', [
      ['f10.png', 33, 21],
      ['f9.png', 33, 21],
      ['f100.png', 33, 21],
    ]);
    await writeFile(join(input, 'notes.txt'), 'not a frame');
    const out = join(folder, 'joined.mp4');
    const video = await finish(createVideo({ input, out, frameRate: 24 }));
    expect(video).toMatchObject({ frames: 3, durationS: 3 / 24, renderer: undefined });
    expect(await countFrames(out)).toMatchObject({ frames: 3, width: 34, height: 22 });
  });

  test('names the frame that has another size, and the folder that has none', async () => {
    const mixed = await writeFrames('mixed', [
      ['1.png', 32, 32],
      ['2.png', 32, 30],
      ['10.png', 32, 32],
    ]);
    const empty = await writeFrames('empty', []);
    const out = join(folder, 'mixed.mp4');
    const failed = finish(createVideo({ input: mixed, out }));
    await expect(failed).rejects.toMatchObject({ code: 'E-DECODE-141', path: join(mixed, '2.png'), exitCode: 10 });
    await expect(finish(createVideo({ input: empty, out }))).rejects.toMatchObject({ code: 'E-DECODE-140', path: empty });
    expect(await readdir(folder)).not.toContain('mixed.mp4');
  });
});

test('refuses settings it cannot use before it opens anything', async () => {
  await expect(film({ out: 'a.mov' })).rejects.toMatchObject({ code: 'E-CONFIG-130', exitCode: 2 });
  await expect(film({ frameRate: 0 })).rejects.toMatchObject({ code: 'E-CONFIG-131' });
  await expect(film({ frames: 2.5 })).rejects.toMatchObject({ code: 'E-CONFIG-132' });
  await expect(film({ input: join(folder, 'absent.glb') })).rejects.toMatchObject({ code: 'E-DECODE-142' });
  await expect(film({ input: folder })).rejects.toMatchObject({ code: 'E-CONFIG-133' });
});
