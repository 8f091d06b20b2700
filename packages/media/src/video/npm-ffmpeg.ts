import { constants } from 'node:fs';
import { access, chmod, copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * The ffmpeg that npm installed for this platform, made executable; undefined where there is none.
 *
 * The package's install script would do the chmod, but install scripts are off in this workspace and on careful machines.
 */
export async function npmFfmpeg(): Promise<string | undefined> {
  const manifest = platformManifest();
  if (manifest === undefined) return undefined;
  const file = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  const binary = join(dirname(manifest), file);
  if (!(await isPermitted(binary, constants.R_OK))) return undefined;
  if (await isPermitted(binary, constants.X_OK)) return binary;
  try {
    await chmod(binary, 0o755);
    return binary;
  } catch {
    // Not ours, or a read-only file system: a copy in the user's cache can be made executable.
    return copyToCache(binary, manifest);
  }
}

function platformManifest(): string | undefined {
  try {
    const installer = createRequire(import.meta.url).resolve('@ffmpeg-installer/ffmpeg/package.json');
    return createRequire(installer).resolve(`@ffmpeg-installer/${process.platform}-${process.arch}/package.json`);
  } catch {
    // An optional package: npm leaves it out on platforms it has no binary for.
    return undefined;
  }
}

async function copyToCache(binary: string, manifest: string): Promise<string> {
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'aigc', `ffmpeg-${version}`);
  const copy = join(folder, process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg');
  if (await isPermitted(copy, constants.X_OK)) return copy;
  await mkdir(folder, { recursive: true });
  const temporary = `${copy}.${process.pid}`;
  await copyFile(binary, temporary);
  await chmod(temporary, 0o755);
  await rename(temporary, copy);
  return copy;
}

async function isPermitted(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
