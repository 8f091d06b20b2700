import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { formatBytes } from '@aigc/cli-kit';
import type { Check, Finding } from './check.js';

/** A run of the default model and its generated images stay below this; less is worth a word. */
const COMFORTABLE_BYTES = 1e9;
/** Below this not even a small run's checkpoints fit. */
const NEEDED_BYTES = 50e6;

/** Free space and permission to write, where runs are made by default and where temporary files go. */
export const checkDisk: Check = async ({ cwd, tempFolder }) => [
  await folderFinding('here', cwd, 'run aigc in another folder, or choose one with --out'),
  await folderFinding('temp', tempFolder, 'free space there, or point TMPDIR (TEMP on Windows) at another folder'),
];

/** @param hint what to do where the folder cannot be used */
export async function folderFinding(name: string, path: string, hint: string): Promise<Finding> {
  try {
    await access(path, constants.W_OK);
    const disk = await statfs(path);
    const freeBytes = disk.bavail * disk.bsize;
    const status = freeBytes < NEEDED_BYTES ? 'problem' : freeBytes < COMFORTABLE_BYTES ? 'warning' : 'ok';
    const facts = { path, freeBytes, totalBytes: disk.blocks * disk.bsize };
    return { name, status, summary: `${formatBytes(freeBytes)} free in ${path}`, hints: status === 'ok' ? [] : [hint], facts };
  } catch (cause) {
    const errno = (cause as NodeJS.ErrnoException).code;
    const reason = { ENOENT: 'there is no such folder', EACCES: 'it may not be written', EROFS: 'it is read-only' }[errno ?? ''];
    return {
      name,
      status: 'problem',
      summary: `${path} cannot be used: ${reason ?? errno}`,
      hints: [hint],
      facts: { path, errno },
    };
  }
}
