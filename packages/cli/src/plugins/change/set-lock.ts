import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@aigc/core';
import { PluginError } from '@aigc/plugin-api';
import { isObject } from '../installed/is-object.js';
import { type PluginRecord, type PluginStore, setFolder } from '../installed/plugin-store.js';

/** A plugin set as one file: the versions and hashes of all packages, and the archives that no registry has. */
export interface SetLock {
  readonly plugins: readonly PluginRecord[];
  /** The set's package-lock.json. */
  readonly packageLock: unknown;
  /** base64 by file name. */
  readonly tarballs: { readonly [name: string]: string };
}

const FORMAT = 'aigc-plugins';
const FORMAT_VERSION = 1;
const ARCHIVE_NAME = /^[\w-][\w.-]*$/;

/** Writes the set in use as one file. */
export async function writeSetLock(home: string, { set, plugins }: PluginStore, out: string): Promise<void> {
  const folder = setFolder(home, set);
  const tarballs: { [name: string]: string } = {};
  const packageLock =
    plugins.length === 0 ? {} : (JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')) as unknown);
  const used = JSON.stringify(packageLock);
  const names = plugins.length === 0 ? [] : (await readdir(join(folder, 'tarballs'))).sort();
  for (const name of names.filter((candidate) => used.includes(`file:tarballs/${candidate}`))) {
    tarballs[name] = (await readFile(join(folder, 'tarballs', name))).toString('base64');
  }
  const lock = { format: FORMAT, formatVersion: FORMAT_VERSION, plugins, packageLock, tarballs };
  await writeFileAtomic(out, `${JSON.stringify(lock, null, 2)}\n`);
}

/** Reads such a file. @throws PluginError E-PLUGIN-022 where it is none */
export async function readSetLock(path: string): Promise<SetLock> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new PluginError('E-PLUGIN-022', 'the lock file cannot be read', { path, cause });
  }
  if (isObject(value) && value.format === FORMAT && value.formatVersion === FORMAT_VERSION && Array.isArray(value.plugins)) {
    const { plugins, packageLock, tarballs } = value;
    if (isObject(packageLock) && isObject(tarballs)) {
      return { plugins, packageLock, tarballs: tarballs as SetLock['tarballs'] };
    }
  }
  throw new PluginError('E-PLUGIN-022', 'this is no lock file of aigc plugins', {
    path,
    hints: ['`aigc plugins lock --out FILE` writes one'],
  });
}

/** Lays a lock out as the files of a set, for npm to install. */
export async function layOutSetLock(lock: SetLock, folder: string): Promise<void> {
  await mkdir(join(folder, 'tarballs'), { recursive: true });
  // Only what it depends on: a package.json of somebody else's may have scripts and overrides.
  const packages = isObject(lock.packageLock) && isObject(lock.packageLock.packages) ? lock.packageLock.packages : {};
  const dependencies = isObject(packages['']) ? packages[''].dependencies : undefined;
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock.packageLock, null, 2));
  for (const [name, base64] of Object.entries(lock.tarballs)) {
    if (!ARCHIVE_NAME.test(name)) throw new PluginError('E-PLUGIN-022', `the lock file has an archive of an unfit name ${name}`);
    await writeFile(join(folder, 'tarballs', name), Buffer.from(base64, 'base64'));
  }
}
