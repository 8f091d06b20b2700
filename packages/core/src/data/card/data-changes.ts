// Code: E-DATA-034 no index to compare with.
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DatasetError } from '@aigc/plugin-api';
import type { BadFile } from '../bad-file.js';
import type { DataFile } from '../data-manifest.js';
import { isPreparedFolder, readPrepared } from '../prepared/prepared-manifest.js';
import type { DataChanges } from './data-card.js';

const RUN_DATA_FILE = 'data.json';

/**
 * Reads which files some data consisted of: from what `aigc data prepare` wrote, or from a run that was trained on it.
 *
 * @throws DatasetError where there is no such list, or it is damaged.
 */
export async function readDataIndex(path: string): Promise<readonly DataFile[]> {
  if (await isPreparedFolder(path)) return (await readPrepared(path)).pictures;
  try {
    const { files } = JSON.parse(await readFile(join(resolve(path), RUN_DATA_FILE), 'utf8')) as { files?: readonly DataFile[] };
    if (Array.isArray(files)) return files;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw noIndex(path, cause);
  }
  throw noIndex(path);
}

function noIndex(path: string, cause?: unknown): DatasetError {
  return new DatasetError('E-DATA-034', `${path} holds no list of files to compare with`, {
    path: resolve(path),
    hints: ['name a folder that `aigc data prepare` wrote, or a run'],
    cause,
  });
}

/** What is no longer as an index says; each list in the order of the paths. */
export function dataChanges(index: readonly DataFile[], found: readonly DataFile[], bad: readonly BadFile[]): DataChanges {
  const hashes = new Map(found.map(({ path, sha256 }) => [path, sha256]));
  const unusable = new Set(bad.map(({ path }) => path));
  const known = new Set(index.map(({ path }) => path));
  const isHere = ({ path }: DataFile): boolean => hashes.has(path) || unusable.has(path);
  const paths = (files: readonly { readonly path: string }[]): string[] => files.map(({ path }) => path).sort();
  return {
    changed: paths(index.filter((file) => isHere(file) && hashes.get(file.path) !== file.sha256)),
    missing: paths(index.filter((file) => !isHere(file))),
    added: paths(found.filter(({ path }) => !known.has(path))),
  };
}
