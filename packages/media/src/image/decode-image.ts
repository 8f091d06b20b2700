// Codes: E-DECODE-001 unreadable file, -002 unknown format, -003 damaged or truncated, -004 too many pixels.
import { readFile } from 'node:fs/promises';
import { DecodeError } from '@aigc/plugin-api';
import sharp, { type Metadata, type Sharp } from 'sharp';
import type { Image } from './image.js';
import { imageFormat } from './image-format.js';
import { sharpToPixels, sharpToPixels16 } from './sharp-pixels.js';

/** Limits and naming of a decode. */
export interface DecodeOptions {
  /** Larger images are refused before their pixels are decoded. Default 64 million. */
  readonly maxPixels?: number;
  /** What errors call a source given as bytes; default `image`. */
  readonly name?: string;
}

const MAX_PIXELS = 64e6;
const FORMAT_HINT = 'use PNG, JPEG, WebP, AVIF, GIF or TIFF';

interface OpenImage {
  readonly name: string;
  readonly metadata: Metadata;
  readonly isGrey: boolean;
  readonly is16Bit: boolean;
  readonly pipeline: () => Sharp;
}

/**
 * Decodes PNG, JPEG, WebP, AVIF, TIFF or the first frame of a GIF to 8-bit sRGB with straight alpha, turned upright by its
 * EXIF orientation; grey stays 1 or 2 channels, CMYK and colour profiles become sRGB, 16 bits are rounded to 8.
 *
 * @throws DecodeError when the file cannot be read, is no such image, is damaged or truncated, or has too many pixels.
 */
export async function decodeImage(source: string | Uint8Array, options: DecodeOptions = {}): Promise<Image> {
  const image = await open(source, options);
  if (image.is16Bit) return narrow(await pixels16(image));
  return pixels8(image);
}

/**
 * Decodes like decodeImage, but to 16 bits: a 16-bit file keeps every level, an 8-bit one is spread over the range (v * 257).
 *
 * @throws DecodeError as decodeImage does.
 */
export async function decodeImage16(source: string | Uint8Array, options: DecodeOptions = {}): Promise<Image<Uint16Array>> {
  const image = await open(source, options);
  if (image.is16Bit) return pixels16(image);
  return widen(await pixels8(image));
}

async function open(source: string | Uint8Array, options: DecodeOptions): Promise<OpenImage> {
  const maxPixels = options.maxPixels ?? MAX_PIXELS;
  const name = options.name ?? (typeof source === 'string' ? source : 'image');
  const bytes = typeof source === 'string' ? await read(source, name) : source;
  const metadata = await readMetadata(bytes, name);
  if (metadata.width * metadata.height > maxPixels) {
    throw new DecodeError(
      'E-DECODE-004',
      `${metadata.width} x ${metadata.height} is more than the limit of ${maxPixels / 1e6} million pixels`,
      { path: name, hints: ['make the image smaller first'] },
    );
  }
  return {
    name,
    metadata,
    isGrey: metadata.channels <= 2,
    is16Bit: metadata.depth === 'ushort',
    // 'warning' refuses what a decoder only complains about: cut-off JPEG data would become a grey area.
    pipeline: () => sharp(bytes, { failOn: 'warning', limitInputPixels: maxPixels, autoOrient: true }),
  };
}

async function read(path: string, name: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const errno = (cause as NodeJS.ErrnoException).code;
    const reason = errno === 'ENOENT' ? 'no such file' : errno === 'EISDIR' ? 'is a folder, not an image' : String(errno);
    throw new DecodeError('E-DECODE-001', `cannot read the image: ${reason}`, { path: name, hints: ['check the path'], cause });
  }
}

async function readMetadata(bytes: Uint8Array, name: string): Promise<Metadata> {
  if (bytes.length === 0) {
    throw new DecodeError('E-DECODE-003', 'cannot decode the image: the file is empty', { path: name });
  }
  if (imageFormat(bytes) === undefined) {
    throw new DecodeError('E-DECODE-002', 'cannot decode the image: unknown image format', { path: name, hints: [FORMAT_HINT] });
  }
  try {
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (cause) {
    const { code, text } = explain(cause);
    throw new DecodeError(code, `cannot decode the image: ${text}`, { path: name, hints: [FORMAT_HINT], cause });
  }
}

async function decoding<T>(image: OpenImage, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new DecodeError('E-DECODE-003', `the image is damaged or truncated: ${explain(cause).text}`, {
      path: image.name,
      hints: ['get the file again from where it came from'],
      cause,
    });
  }
}

function explain(cause: unknown): { readonly code: 'E-DECODE-002' | 'E-DECODE-003'; readonly text: string } {
  const first = (cause instanceof Error ? cause.message : String(cause)).split('\n', 1)[0] ?? '';
  if (first.includes('unsupported image format')) return { code: 'E-DECODE-002', text: 'unknown image format' };
  return { code: 'E-DECODE-003', text: first.replace(/^Input (buffer|file) (has|contains) /, '').replace(/\.$/, '') };
}

function pixels8(image: OpenImage): Promise<Image> {
  return decoding(image, sharpToPixels(image.pipeline(), image.isGrey, image.metadata.hasAlpha));
}

function pixels16(image: OpenImage): Promise<Image<Uint16Array>> {
  return decoding(image, sharpToPixels16(image.pipeline(), image.isGrey));
}

function narrow(image: Image<Uint16Array>): Image {
  const data = new Uint8Array(image.data.length);
  for (let i = 0; i < data.length; i++) data[i] = Math.round(image.data[i]! / 257);
  return { ...image, data };
}

function widen(image: Image): Image<Uint16Array> {
  const data = new Uint16Array(image.data.length);
  for (let i = 0; i < data.length; i++) data[i] = image.data[i]! * 257;
  return { ...image, data };
}
