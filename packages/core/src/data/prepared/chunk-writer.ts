import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { PixelChunk, PixelPlace } from './prepared-manifest.js';

const CHUNK_BYTES = 2 ** 28;
const BUFFER_BYTES = 2 ** 22;

interface OpenChunk {
  readonly file: string;
  readonly handle: FileHandle;
  readonly hash: Hash;
  bytes: number;
}

/** Appends pictures to files `pixels-000.bin` ... of about 256 MiB; no picture lies in two of them. */
export class ChunkWriter {
  private readonly folder: string;
  private readonly done: PixelChunk[] = [];
  private current: OpenChunk | undefined;
  private readonly buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  private buffered = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  async append(pixels: Uint8Array): Promise<PixelPlace> {
    if (this.current !== undefined && this.current.bytes + pixels.length > CHUNK_BYTES) await this.closeChunk();
    this.current ??= await this.openChunk();
    const offset = this.current.bytes;
    this.current.bytes += pixels.length;
    this.current.hash.update(pixels);
    if (this.buffered + pixels.length > BUFFER_BYTES) await this.flush();
    if (pixels.length > BUFFER_BYTES) await this.current.handle.writeFile(pixels);
    else {
      this.buffer.set(pixels, this.buffered);
      this.buffered += pixels.length;
    }
    return { chunk: this.done.length, offset, crc32: crc32(pixels) };
  }

  /** Writes what is left, flushed to the disk, and returns all files. */
  async finish(): Promise<readonly PixelChunk[]> {
    await this.closeChunk();
    return this.done;
  }

  /** Closes the file after a failure. */
  async abandon(): Promise<void> {
    await this.current?.handle.close();
    this.current = undefined;
  }

  private async openChunk(): Promise<OpenChunk> {
    const file = `pixels-${String(this.done.length).padStart(3, '0')}.bin`;
    return { file, handle: await open(join(this.folder, file), 'wx'), hash: createHash('sha256'), bytes: 0 };
  }

  private async flush(): Promise<void> {
    await this.current?.handle.writeFile(this.buffer.subarray(0, this.buffered));
    this.buffered = 0;
  }

  private async closeChunk(): Promise<void> {
    if (this.current === undefined) return;
    await this.flush();
    const { file, handle, hash, bytes } = this.current;
    await handle.sync();
    await handle.close();
    this.current = undefined;
    this.done.push({ file, bytes, sha256: hash.digest('hex') });
  }
}
