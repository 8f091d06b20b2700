import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { sha256, sha256File } from '@aigc/core';
import { decodeImage, flattenAlpha, type Image, toChannels } from '@aigc/media/image';
import { DecodeError } from '@aigc/plugin-api';
import type { FrameSource } from './frame-source.js';

const IMAGE = /\.(png|jpe?g)$/i;

/**
 * Opens a folder of PNG and JPEG pictures as frames, sorted as people count (`2` before `10`); all have the size of the first.
 *
 * @throws DecodeError (exit 10) when there are none or the first cannot be decoded; while reading, when a picture is damaged or
 * has another size.
 */
export async function openFrames(folder: string): Promise<FrameSource> {
  const paths = (await listImages(folder)).map((name) => join(folder, name));
  const [firstPath] = paths;
  if (firstPath === undefined) {
    throw new DecodeError('E-DECODE-140', 'the folder holds no PNG or JPEG pictures', {
      path: folder,
      hints: ['give a folder of numbered frames, or a .glb file'],
    });
  }
  const first = await decodeImage(firstPath);
  const hashes = await Promise.all(paths.map(sha256File));
  const hasAlpha = first.channels === 2 || first.channels === 4;
  return {
    width: first.width,
    height: first.height,
    frameCount: paths.length,
    stage: 'joining frames',
    renderer: undefined,
    settings: { frames: paths.length },
    // One entry for all frames: the hash of their hashes in order.
    inputs: [{ name: basename(resolve(folder)), sha256: sha256(hashes.join('\n')) }],
    warnings: hasAlpha ? ['H.264 has no transparency: transparent parts become black'] : [],
    frames: () => readFrames(paths, first),
    close: async () => undefined,
  };
}

async function listImages(folder: string): Promise<string[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (cause) {
    throw new DecodeError('E-DECODE-140', `the folder of frames cannot be read: ${(cause as NodeJS.ErrnoException).code}`, {
      path: folder,
      cause,
    });
  }
  const { compare } = new Intl.Collator('en', { numeric: true });
  return names.filter((name) => IMAGE.test(name) && !name.startsWith('.')).sort(compare);
}

async function* readFrames(paths: readonly string[], first: Image): AsyncGenerator<Uint8Array, void, undefined> {
  for (const path of paths) {
    const image = await decodeImage(await readFile(path), { name: path });
    if (image.width !== first.width || image.height !== first.height) {
      const message = `the frame is ${image.width} x ${image.height}, the first one is ${first.width} x ${first.height}`;
      throw new DecodeError('E-DECODE-141', message, { path, hints: ['bring all frames to one size'] });
    }
    yield toChannels(flattenAlpha(image, [0, 0, 0]), 3).data;
  }
}
