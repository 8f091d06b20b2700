import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { countFrames } from './count-frames.js';
import { encodeVideo } from './encode-video.js';
import { findFfmpeg } from './find-ffmpeg.js';
import { readComment } from './read-comment.js';

const WIDTH = 64;
const HEIGHT = 48;
// Longer than ffmpeg prints in its report, with all that its metadata format escapes.
const COMMENT = JSON.stringify({ recipe: 1, name: 'a b=c;d#e\\f', filler: 'x'.repeat(2000) });
// 8-bit YUV at quantiser 10 plus two roundings of colour conversion.
const COLOUR_TOLERANCE = 6;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* plainFrames(count: number, rgb = [200, 60, 30], bytes = WIDTH * HEIGHT * 3): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index++) {
    yield Uint8Array.from({ length: bytes }, (_, offset) => (rgb[offset % 3] ?? 0) + index);
  }
}

describe('encodeVideo', () => {
  test('writes exactly the frames it was given, as tagged H.264 in yuv420p', async () => {
    const path = join(folder, 'out', 'a.mp4');
    const options = {
      width: WIDTH,
      height: HEIGHT,
      frameRate: 24,
      frameCount: 30,
      path,
      comment: COMMENT,
    };
    const video = await encodeVideo(plainFrames(30), options);
    expect(video).toEqual({ frames: 30, bytes: (await readFile(path)).length, durationS: 30 / 24 });
    const facts = await countFrames(path);
    expect(facts).toMatchObject({ frames: 30, width: WIDTH, height: HEIGHT, pixelFormat: 'yuv420p', codec: 'h264' });
    expect(facts.colour).toContain('bt709');
    expect(await readComment(path)).toBe(COMMENT);
    expect(await readdir(join(folder, 'out'))).toEqual(['a.mp4']);
  });

  test('converts with the matrix it tags, so that decoding by the tags gives the colours back', async () => {
    const path = join(folder, 'a.mp4');
    await encodeVideo(plainFrames(1), { width: WIDTH, height: HEIGHT, frameRate: 24, path, crf: 10 });
    const { path: ffmpeg } = await findFfmpeg();
    const decode = ['-v', 'error', '-i', path, '-vf', 'scale=in_color_matrix=bt709', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'];
    const pixel = execFileSync(ffmpeg, decode).subarray(0, 3);
    for (const [channel, expected] of [200, 60, 30].entries()) {
      expect(Math.abs((pixel[channel] ?? 0) - expected)).toBeLessThanOrEqual(COLOUR_TOLERANCE);
    }
  });

  test('gives the same bytes for the same frames', async () => {
    const write = async (name: string) => {
      await encodeVideo(plainFrames(12), { width: WIDTH, height: HEIGHT, frameRate: 30, path: join(folder, name) });
      return readFile(join(folder, name));
    };
    expect((await write('a.mp4')).equals(await write('b.mp4'))).toBe(true);
  });

  test('pads odd sides to even ones', async () => {
    const path = join(folder, 'odd.mp4');
    await encodeVideo(plainFrames(2, [9, 9, 9], 33 * 17 * 3), { width: 33, height: 17, frameRate: 10, path });
    expect(await countFrames(path)).toMatchObject({ frames: 2, width: 34, height: 18 });
  });

  test('leaves an older file alone and no part of a new one when frames are missing, cut or fail', async () => {
    const path = join(folder, 'a.mp4');
    await writeFile(path, 'older');
    const options = { width: WIDTH, height: HEIGHT, frameRate: 24, frameCount: 30, path };
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield* plainFrames(5);
      throw new Error('renderer broke');
    }
    await expect(encodeVideo(plainFrames(29), options)).rejects.toThrow('expected 30 frames, got 29');
    await expect(encodeVideo(plainFrames(30, [1, 2, 3], 100), options)).rejects.toThrow('frame 0: expected 9216 bytes');
    await expect(encodeVideo(failing(), options)).rejects.toThrow('renderer broke');
    expect(await readFile(path, 'utf8')).toBe('older');
    expect(await readdir(folder)).toEqual(['a.mp4']);
  });

  test('an abort stops ffmpeg and removes what it wrote', async () => {
    const controller = new AbortController();
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (let round = 0; ; round++) {
        if (round === 3) controller.abort(new Error('stop pressed'));
        yield* plainFrames(10);
      }
    }
    const options = { width: WIDTH, height: HEIGHT, frameRate: 24, path: join(folder, 'a.mp4'), signal: controller.signal };
    await expect(encodeVideo(endless(), options)).rejects.toThrow('stop pressed');
    expect(await readdir(folder)).toEqual([]);
  });

  test('an abort while ffmpeg is being looked for counts too', async () => {
    const controller = new AbortController();
    const options = { width: WIDTH, height: HEIGHT, frameRate: 24, path: join(folder, 'a.mp4'), signal: controller.signal };
    const encoding = encodeVideo(plainFrames(3), options);
    controller.abort();
    await expect(encoding).rejects.toMatchObject({ name: 'AbortError' });
    expect(await readdir(folder)).toEqual([]);
  });

  test('a folder that is a file is a storage error', async () => {
    await writeFile(join(folder, 'file'), '');
    const options = { width: WIDTH, height: HEIGHT, frameRate: 24, path: join(folder, 'file', 'a.mp4') };
    await expect(encodeVideo(plainFrames(1), options)).rejects.toMatchObject({ code: 'E-IO-001', exitCode: 20 });
  });
});

describe('countFrames', () => {
  test('refuses a file cut short and one that is no video', async () => {
    const path = join(folder, 'a.mp4');
    await encodeVideo(plainFrames(20), { width: WIDTH, height: HEIGHT, frameRate: 24, path });
    const bytes = await readFile(path);
    await writeFile(join(folder, 'cut.mp4'), bytes.subarray(0, bytes.length / 2));
    await writeFile(join(folder, 'text.mp4'), 'ffconcat version 1.0\nfile /etc/hosts\n');
    await expect(countFrames(join(folder, 'cut.mp4'))).rejects.toMatchObject({ code: 'E-TOOL-003', exitCode: 41 });
    await expect(countFrames(join(folder, 'text.mp4'))).rejects.toMatchObject({ code: 'E-TOOL-003' });
  });
});
