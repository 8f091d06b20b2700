import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { DecodeError } from '@aigc/plugin-api';
import type { FileSource, SourceEntry, WantedFiles } from './file-source.js';
import { findFiles } from './find-files.js';

/**
 * The wanted files of a folder and its subfolders, in the order of their paths.
 *
 * @throws DatasetError (exit 10) when there is no such folder, it is empty or holds nothing that is wanted.
 */
export async function openFolderSource(dir: string, wanted: WantedFiles): Promise<FileSource> {
  const root = resolve(dir);
  const { files, refused } = await findFiles(dir, wanted);
  const total = files.length + refused.length;
  async function* entries(): AsyncGenerator<SourceEntry> {
    let done = 0;
    for (const path of files) yield { path, done: ++done, bytes: () => readFile(join(root, path)) };
    for (const { path, reason } of refused) {
      const bytes = () => Promise.reject(new DecodeError('E-DECODE-001', reason, { path: join(root, path) }));
      yield { path, done: ++done, bytes };
    }
  }
  return { path: root, kind: 'folder', total, entries };
}

/** A single file as a source. */
export function openSingleFile(path: string): FileSource {
  const file = resolve(path);
  async function* entries(): AsyncGenerator<SourceEntry> {
    yield { path: basename(file), done: 1, bytes: () => readFile(file) };
  }
  return { path: file, kind: 'file', total: 1, entries };
}
