// Codes: E-DATA-001 no such folder, -002 not a folder, -003 empty, -004 nothing wanted, -006 cannot be read.
import { readdir, realpath, stat } from 'node:fs/promises';
import { extname, join, relative, resolve, sep } from 'node:path';
import { DatasetError } from '@aigc/plugin-api';
import type { BadFile } from '../bad-file.js';
import type { WantedFiles } from './file-source.js';
import { isWanted } from './wanted-file.js';

/** What a folder holds; paths are relative, with forward slashes, in the order of their code points. */
export interface FoundFiles {
  readonly files: readonly string[];
  /** Wanted names that lead out of the folder or nowhere. */
  readonly refused: readonly BadFile[];
}

/**
 * Lists the wanted files of a folder and its subfolders. Hidden files are skipped. A link to a file inside the folder is followed;
 * one to a folder is not (its files are listed where they are), and one that leads outside is refused.
 *
 * @throws DatasetError (exit 10) when there is no such folder, it is a file, is empty, or has none.
 */
export async function findFiles(dir: string, wanted: WantedFiles): Promise<FoundFiles> {
  const root = await openFolder(dir);
  const found = { files: [] as string[], refused: [] as BadFile[], others: [] as string[] };
  await walk(root, root, { ...found, wanted });
  if (found.files.length + found.refused.length === 0) throw noneWanted(dir, found.others, wanted);
  const byCodePoint = (a: string, b: string): number => (a < b ? -1 : 1);
  found.refused.sort((a, b) => byCodePoint(a.path, b.path));
  return { files: found.files.sort(byCodePoint), refused: found.refused };
}

async function openFolder(dir: string): Promise<string> {
  const path = resolve(dir);
  try {
    const root = await realpath(path);
    if ((await stat(root)).isDirectory()) return root;
  } catch (cause) {
    const errno = (cause as NodeJS.ErrnoException).code;
    if (errno !== 'ENOENT' && errno !== 'ENOTDIR') throw unreadable(path, cause);
    throw new DatasetError('E-DATA-001', `no such folder: ${dir}`, { path, hints: ['check the path given to --data'], cause });
  }
  throw new DatasetError('E-DATA-002', `${dir} is a file, not a folder`, {
    path,
    hints: ['give --data the folder that holds the images'],
  });
}

async function walk(
  root: string,
  folder: string,
  found: { files: string[]; refused: BadFile[]; others: string[]; wanted: WantedFiles },
): Promise<void> {
  for (const entry of await listFolder(folder)) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    const name = relative(root, path).split(sep).join('/');
    if (entry.isDirectory()) {
      await walk(root, path, found);
      continue;
    }
    const problem = entry.isSymbolicLink() ? await linkProblem(root, path) : undefined;
    if (problem === 'is a folder') continue;
    if (!isWanted(name, found.wanted)) found.others.push(name);
    else if (problem === undefined) found.files.push(name);
    else found.refused.push({ path: name, reason: problem });
  }
}

async function listFolder(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

async function linkProblem(root: string, path: string): Promise<string | undefined> {
  try {
    const target = await realpath(path);
    if ((await stat(target)).isDirectory()) return 'is a folder';
    return target.startsWith(root + sep) ? undefined : 'is a link that leads out of the folder';
  } catch {
    return 'is a link that leads nowhere';
  }
}

function unreadable(path: string, cause: unknown): DatasetError {
  const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
  return new DatasetError('E-DATA-006', `the folder cannot be read (${reason})`, {
    path,
    hints: ['check who may read it'],
    cause,
  });
}

function noneWanted(dir: string, others: readonly string[], { noun, extensions, include }: WantedFiles): DatasetError {
  const path = resolve(dir);
  const kinds = extensions.join(', ');
  if (others.length === 0) {
    return new DatasetError('E-DATA-003', `the folder ${dir} is empty`, { path, hints: [`put ${noun} into it (${kinds})`] });
  }
  const seen = [...new Set(others.map((name) => extname(name).toLowerCase() || 'no extension'))].sort();
  const listed = seen.length > 8 ? `${seen.slice(0, 8).join(', ')} ...` : seen.join(', ');
  const files = others.length === 1 ? '1 file' : `${others.length} files`;
  const matching = include === undefined ? '' : ` that match ${include}`;
  return new DatasetError('E-DATA-004', `no ${noun}${matching} among the ${files} of ${dir} (seen: ${listed})`, {
    path,
    hints: [`${noun} end in ${kinds}; convert the files, or choose another folder`],
  });
}
