import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@aigc/core';
import { PluginError } from '@aigc/plugin-api';
import { type PluginStore, setFolder, storeText } from '../installed/plugin-store.js';

const SET_FILES = ['package.json', 'package-lock.json', 'tarballs'];

/**
 * The place where a new plugin set is made beside the one in use, which stays as it is until `commit`. One at a time.
 */
export class Staging {
  /** The new set. */
  readonly folder: string;
  readonly #home: string;
  readonly #place: string;

  private constructor(home: string, place: string) {
    this.#home = home;
    this.#place = place;
    this.folder = join(place, 'set');
  }

  /**
   * Opens an empty set.
   *
   * @throws PluginError E-PLUGIN-024 while another process changes the plugins
   */
  static async open(home: string): Promise<Staging> {
    const place = join(home, 'staging');
    await mkdir(home, { recursive: true });
    await mkdir(place).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
      await removeAbandoned(place);
      await mkdir(place);
    });
    await writeFile(join(place, 'pid'), String(process.pid));
    const staging = new Staging(home, place);
    await mkdir(join(staging.folder, 'tarballs'), { recursive: true });
    await writeFile(join(staging.folder, 'package.json'), '{ "private": true }\n');
    return staging;
  }

  /** Takes over what the set in use was made from, and with `withPackages` its packages too. */
  async copyFrom(set: number, { withPackages = false } = {}): Promise<void> {
    const from = setFolder(this.#home, set);
    for (const name of withPackages ? [...SET_FILES, 'node_modules'] : SET_FILES) {
      await cp(join(from, name), join(this.folder, name), { recursive: true, verbatimSymlinks: true, force: true });
    }
  }

  /** Puts the new set in the place of the old one: all of it or nothing, whenever the process ends. */
  async commit(store: PluginStore): Promise<void> {
    const target = setFolder(this.#home, store.set);
    await rm(target, { recursive: true, force: true });
    await rename(this.folder, target);
    await writeFileAtomic(join(this.#home, 'plugins.json'), storeText(store));
    // The last set may be in use by a command that runs; those before it are not.
    for (const name of await readdir(this.#home)) {
      const number = /^set-(\d+)$/.exec(name)?.[1];
      if (number !== undefined && Number(number) < store.set - 1)
        await rm(join(this.#home, name), { recursive: true, force: true });
    }
  }

  /** Clears the place; after a commit as well. */
  async close(): Promise<void> {
    await rm(this.#place, { recursive: true, force: true });
  }
}

async function removeAbandoned(place: string): Promise<void> {
  const pid = Number(await readFile(join(place, 'pid'), 'utf8').catch(() => '0'));
  if (pid > 0 && isAlive(pid)) {
    throw new PluginError('E-PLUGIN-024', `another aigc changes the plugins (process ${pid})`, {
      path: place,
      note: 'nothing was changed',
      hints: ['wait for it and run the command again'],
    });
  }
  await rm(place, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
