// Code: E-DATA-306 an input is missing.
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256, sha256File } from '@aigc/core';
import { DatasetError } from '@aigc/plugin-api';

/**
 * Hexadecimal sha256 of a file, or of the names and contents of a folder; links are not followed.
 *
 * @throws DatasetError E-DATA-306 where there is nothing.
 */
export async function hashPath(path: string): Promise<string> {
  const stats = await lstat(path).catch((cause: unknown) => {
    throw new DatasetError('E-DATA-306', 'an input of the pipeline is missing', { path, cause });
  });
  if (stats.isFile()) return sha256File(path);
  if (!stats.isDirectory()) return sha256(`special ${stats.mode}`);
  const names = (await readdir(path)).sort();
  const parts = await Promise.all(names.map(async (name) => [name, await hashPath(join(path, name))]));
  return sha256(JSON.stringify(parts));
}
