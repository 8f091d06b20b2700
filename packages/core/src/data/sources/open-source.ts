// Codes: E-DATA-001 no such folder or file, -006 cannot be read, -020 unknown kind of file.
import { open, stat } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { createGunzip } from 'node:zlib';
import { imageFormat } from '@aigc/media/image';
import { DatasetError } from '@aigc/plugin-api';
import { damagedArchive } from './archive-limits.js';
import type { FileSource, WantedFiles } from './file-source.js';
import { openFolderSource, openSingleFile } from './folder-source.js';
import { openIdxSource } from './idx-source.js';
import { isIdx } from './parse-idx.js';
import { openTarSource } from './tar-source.js';
import { openZipSource } from './zip-source.js';

const START_BYTES = 512;
const TAR_MAGIC_AT = 257;

/**
 * Opens what `--data` names: a folder, a `.zip`, `.tar` or `.tar.gz`, pictures in MNIST's IDX format (`.gz` or not), or one
 * file. What a file is is told by its first bytes, not by its name.
 *
 * @throws DatasetError (exit 10) where there is no such thing, or it is of no known kind.
 */
export async function openSource(path: string, wanted: WantedFiles): Promise<FileSource> {
  if (await isFolder(path)) return openFolderSource(path, wanted);
  const file = resolve(path);
  const start = await firstBytes(file);
  if (startsWith(start, 'PK\x03\x04') || startsWith(start, 'PK\x05\x06')) return openZipSource(file, wanted);
  const isGzipped = start[0] === 0x1f && start[1] === 0x8b;
  const content = isGzipped ? await unpackedStart(file) : start;
  if (startsWith(content, 'ustar', TAR_MAGIC_AT)) return openTarSource(file, { isGzipped, wanted });
  if (isIdx(content)) return openIdxSource(file);
  const isNamedSo = wanted.takesAnyFile === true || wanted.extensions.includes(extname(file).toLowerCase());
  if (!isGzipped && (isNamedSo || imageFormat(start) !== undefined)) return openSingleFile(file);
  throw new DatasetError('E-DATA-020', `${path} is no folder, archive or file of ${wanted.noun} that can be read`, {
    path: file,
    hints: [`give a folder, a .zip, .tar or .tar.gz, MNIST's IDX format, or one of ${wanted.extensions.join(', ')}`],
  });
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    const errno = (cause as NodeJS.ErrnoException).code;
    const isMissing = errno === 'ENOENT' || errno === 'ENOTDIR';
    const message = isMissing ? `no such folder or file: ${path}` : `${path} cannot be read (${errno})`;
    const hints = [isMissing ? 'check the path given to --data' : 'check who may read it'];
    throw new DatasetError(isMissing ? 'E-DATA-001' : 'E-DATA-006', message, { path: resolve(path), hints, cause });
  }
}

async function firstBytes(path: string): Promise<Uint8Array> {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw new DatasetError('E-DATA-006', `the file cannot be read (${cause.code})`, {
      path,
      hints: ['check who may read it'],
      cause,
    });
  });
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(START_BYTES), 0, START_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function unpackedStart(path: string): Promise<Uint8Array> {
  const file = await open(path);
  const unpacked = file.createReadStream().pipe(createGunzip());
  const parts: Buffer[] = [];
  try {
    for await (const part of unpacked as AsyncIterable<Buffer>) {
      parts.push(part);
      if (parts.reduce((sum, { length }) => sum + length, 0) >= START_BYTES) break;
    }
  } catch (cause) {
    throw damagedArchive(path, cause);
  } finally {
    await file.close();
  }
  return Buffer.concat(parts).subarray(0, START_BYTES);
}

function startsWith(bytes: Uint8Array, signature: string, offset = 0): boolean {
  return Buffer.from(bytes.subarray(offset, offset + signature.length)).toString('latin1') === signature;
}
