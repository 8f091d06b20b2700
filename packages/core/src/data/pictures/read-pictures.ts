import { availableParallelism } from 'node:os';
import type { Fit, Image } from '@aigc/media/image';
import { AigcError } from '@aigc/plugin-api';
import { sha256 } from '../../storage/sha256.js';
import type { BadFile } from '../bad-file.js';
import { mapOrdered } from '../map-ordered.js';
import type { FileSource, SourceEntry, WantedFiles } from '../sources/file-source.js';

/** Image files, by the endings of their names. */
export const IMAGE_FILES: WantedFiles = {
  noun: 'images',
  extensions: ['.png', '.jpg', '.jpeg', '.webp', '.gif', '.tif', '.tiff', '.avif'],
};

/** What becomes of grey and of coloured pictures. */
export type ColorPolicy = 'auto' | 'grey' | 'rgb';

/** What is made of each picture. */
export interface PicturePolicy {
  /** Side of the squares in pixels. */
  readonly size: number;
  readonly fit: Fit;
  /** RGB, 0 to 255, of borders and under transparent pixels. */
  readonly background: readonly [number, number, number];
  /** `auto` keeps grey pictures grey (and makes them RGB only beside others); `grey` and `rgb` make all so. */
  readonly color: ColorPolicy;
  /** Keeps pictures whole, so that squares can be cut out of them; small ones are enlarged to hold one square. */
  readonly crops: boolean;
}

/** A picture that was read, and what its file was. */
export interface ReadPicture {
  readonly path: string;
  /** Of the file, or of the pixels of a packed one. */
  readonly sha256: string;
  /** Of the file. */
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  /** 8-bit grey (1 channel) or RGB, as the policy says; a picture of equal channels is grey. */
  readonly image: Image;
}

/** Called with what was read so far, of a total. */
export interface ReadProgress {
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Stops the reading: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Decodes every picture of a source, in its order, on all cores; only the few under way are in memory. */
export async function* readPictures(
  source: FileSource,
  policy: PicturePolicy,
  { onProgress, signal }: ReadProgress,
): AsyncGenerator<ReadPicture | BadFile> {
  // loaded with the first pictures: `--help` does without
  const media = await import('@aigc/media/image');
  const read = async (entry: SourceEntry): Promise<{ picture: ReadPicture | BadFile; done: number }> => {
    signal?.throwIfAborted();
    return { picture: await readEntry(entry, policy, media), done: entry.done };
  };
  const seen = new Set<string>();
  for await (const { picture, done } of mapOrdered(source.entries(), availableParallelism() + 2, read)) {
    const isRepeated = seen.has(picture.path);
    seen.add(picture.path);
    yield isRepeated ? { path: picture.path, reason: 'is the second file of this name' } : picture;
    onProgress?.(done, source.total);
  }
}

type Media = typeof import('@aigc/media/image');

async function readEntry(entry: SourceEntry, policy: PicturePolicy, media: Media): Promise<ReadPicture | BadFile> {
  const { path, pixels } = entry;
  try {
    const bytes = await entry.bytes();
    const decoded = pixels === undefined ? await media.decodeImage(bytes, { name: path }) : { ...pixels, data: bytes };
    const { width, height, channels } = decoded;
    const image = colored(await fitted(decoded, policy, media), policy.color, media);
    return { path, sha256: entry.sha256 ?? sha256(bytes), width, height, hasAlpha: channels === 2 || channels === 4, image };
  } catch (error) {
    if (AigcError.isInstance(error)) return { path, reason: error.message };
    const errno = (error as NodeJS.ErrnoException).code;
    if (errno === undefined) throw error;
    return { path, reason: `the file cannot be read (${errno})` };
  }
}

async function fitted(image: Image, policy: PicturePolicy, media: Media): Promise<Image> {
  if (!policy.crops) return media.fitSquare(image, policy);
  const scale = policy.size / Math.min(image.width, image.height);
  const large = scale <= 1 ? image : await media.resize(image, Math.round(image.width * scale), Math.round(image.height * scale));
  return media.flattenAlpha(large, policy.background);
}

function colored(image: Image, color: ColorPolicy, media: Media): Image {
  if (color !== 'auto') return media.toChannels(image, color === 'grey' ? 1 : 3);
  if (image.channels === 1 || !media.isGrey(image)) return image;
  const data = Uint8Array.from({ length: image.width * image.height }, (_, i) => image.data[i * image.channels] as number);
  return { width: image.width, height: image.height, channels: 1, data };
}
