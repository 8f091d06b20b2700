import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aigcFolder, PluginError } from '@aigc/plugin-api';
import { isObject } from './is-object.js';

/** An installed plugin, as it was when it was allowed. */
export interface PluginRecord {
  readonly name: string;
  readonly version: string;
  /** `sha512-` and the base64 hash of its tarball. */
  readonly integrity: string;
  readonly source: 'registry' | 'file';
  readonly publisher?: string | undefined;
  /** ISO date, where the registry tells it. */
  readonly publishedAt?: string | undefined;
  /** ISO date. */
  readonly installedAt: string;
}

/** The plugins of a user: which there are, and the folder that holds them and their dependencies. */
export interface PluginStore {
  /** Number of the set, 0 for none; each change makes a new folder `set-N`. */
  readonly set: number;
  /** The installation of aigc whose packages the set is linked to. */
  readonly hostRoot: string;
  readonly plugins: readonly PluginRecord[];
}

const FORMAT_VERSION = 1;

/** `$AIGC_HOME/plugins`, else `aigc/plugins` in the folder for data of this system. */
export function pluginsHome(env: { readonly [name: string]: string | undefined }): string {
  return join(aigcFolder('data', env), 'plugins');
}

/** Where the packages of a set are. */
export function setFolder(home: string, set: number): string {
  return join(home, `set-${set}`);
}

/** The folder of a plugin in a set. */
export function pluginRoot(home: string, set: number, name: string): string {
  return join(setFolder(home, set), 'node_modules', ...name.split('/'));
}

/**
 * Which plugins there are; none where nothing was ever installed.
 *
 * @throws PluginError E-PLUGIN-023 where the list is damaged or of a newer aigc
 */
export async function readPluginStore(home: string): Promise<PluginStore> {
  const path = join(home, 'plugins.json');
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { set: 0, hostRoot: '', plugins: [] };
    value = undefined;
  }
  if (!isObject(value) || value.formatVersion !== FORMAT_VERSION || !isStore(value)) {
    throw new PluginError('E-PLUGIN-023', 'the list of installed plugins cannot be read', {
      path,
      note: 'aigc works without its plugins',
      hints: ['move this folder away and install the plugins again'],
    });
  }
  const { set, hostRoot, plugins } = value;
  return { set, hostRoot, plugins };
}

/** The text of `plugins.json`. */
export function storeText(store: PluginStore): string {
  return `${JSON.stringify({ formatVersion: FORMAT_VERSION, ...store }, null, 2)}\n`;
}

function isStore(value: { readonly [key: string]: unknown }): value is PluginStore & { readonly [key: string]: unknown } {
  const { set, hostRoot, plugins } = value;
  return (
    Number.isSafeInteger(set) &&
    typeof hostRoot === 'string' &&
    Array.isArray(plugins) &&
    plugins.every((plugin) => isObject(plugin) && typeof plugin.name === 'string' && typeof plugin.version === 'string')
  );
}
