// Code: E-DATA-032 damaged pixels.
import { closeSync, openSync, read, readSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { DatasetError } from '@aigc/plugin-api';
import type { PictureStore, SharedPictures } from '../pictures/picture-store.js';
import type { FileSource, SourceEntry } from '../sources/file-source.js';
import { PREPARE_AGAIN, type PreparedManifest } from './prepared-manifest.js';

type PreparedPicture = PreparedManifest['pictures'][number];

const readAt = promisify(read);
/** Large pictures, of which squares are cut again and again, are kept until they take this many bytes. */
const KEPT_BYTES = 2 ** 27;
const LARGE_BYTES = 2 ** 16;

/** Pictures of a prepared folder, read one by one where they are: memory does not grow with the data. */
export class PreparedPictures implements PictureStore {
  readonly pictures: PreparedManifest['pictures'];
  private readonly folder: string;
  private readonly manifest: PreparedManifest;
  private readonly files = new Map<number, number>();
  private readonly kept = new Map<number, Uint8Array>();
  private keptBytes = 0;

  constructor(folder: string, manifest: PreparedManifest) {
    this.folder = resolve(folder);
    this.manifest = manifest;
    this.pictures = manifest.pictures;
  }

  /** @throws DatasetError E-DATA-032 (exit 10) where the pixels are not those that were written. */
  async read(index: number): Promise<Uint8Array> {
    const kept = this.kept.get(index);
    if (kept !== undefined) return kept;
    const picture = this.pictures[index] as PreparedPicture;
    const pixels = Buffer.allocUnsafe(picture.width * picture.height * picture.channels);
    await readAt(this.file(picture.chunk), pixels, 0, pixels.length, picture.offset);
    return this.keep(index, this.checked(picture, pixels));
  }

  /** As `read`, but holds up the thread: for a thread that has nothing else to do. */
  readNow(index: number): Uint8Array {
    const kept = this.kept.get(index);
    if (kept !== undefined) return kept;
    const picture = this.pictures[index] as PreparedPicture;
    const pixels = Buffer.allocUnsafe(picture.width * picture.height * picture.channels);
    readSync(this.file(picture.chunk), pixels, 0, pixels.length, picture.offset);
    return this.keep(index, this.checked(picture, pixels));
  }

  share(): SharedPictures {
    return { kind: 'prepared', folder: this.folder, manifest: this.manifest };
  }

  close(): void {
    for (const file of this.files.values()) closeSync(file);
    this.files.clear();
  }

  /** Forgets the pictures that were read first where there is no room for a new one. */
  private keep(index: number, pixels: Uint8Array): Uint8Array {
    if (pixels.length < LARGE_BYTES || this.kept.has(index)) return pixels;
    this.keptBytes += pixels.length;
    this.kept.set(index, pixels);
    for (const [oldest, { length }] of this.kept) {
      if (this.keptBytes <= KEPT_BYTES) break;
      this.kept.delete(oldest);
      this.keptBytes -= length;
    }
    return pixels;
  }

  private checked(picture: PreparedPicture, pixels: Uint8Array): Uint8Array {
    if (crc32(pixels) === picture.crc32) return pixels;
    const { file } = this.manifest.chunks[picture.chunk] as PreparedManifest['chunks'][number];
    throw new DatasetError('E-DATA-032', `the pixels of ${picture.path} are damaged (${file}, byte ${picture.offset})`, {
      path: this.folder,
      hints: PREPARE_AGAIN,
    });
  }

  // Plain descriptors, opened when they are needed: they cost nothing, and end with the process or with `close`.
  private file(chunk: number): number {
    let file = this.files.get(chunk);
    if (file === undefined) {
      file = openSync(join(this.folder, (this.manifest.chunks[chunk] as { file: string }).file), 'r');
      this.files.set(chunk, file);
    }
    return file;
  }
}

/** A prepared folder as a source of pictures, to look at again; damaged ones are unusable files. */
export function openPreparedSource(folder: string, manifest: PreparedManifest): FileSource {
  const store = new PreparedPictures(folder, manifest);
  async function* entries(): AsyncGenerator<SourceEntry> {
    for (const [index, { path, sha256, width, height, channels }] of store.pictures.entries()) {
      yield { path, done: index + 1, pixels: { width, height, channels }, sha256, bytes: () => store.read(index) };
    }
  }
  return { path: resolve(folder), kind: 'prepared', total: store.pictures.length, entries };
}
