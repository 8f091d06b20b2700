import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PluginError } from '@aigc/plugin-api';
import { HOST_PACKAGES, hostVersions } from '../installed/host-packages.js';

/** A plugin that was written from the template. */
export interface CreatedPlugin {
  readonly name: string;
  readonly family: string;
  readonly folder: string;
  /** Relative to the folder. */
  readonly files: readonly string[];
}

const TEMPLATE = fileURLToPath(new URL('../../../templates/plugin/', import.meta.url));
const NAME = /^(@[a-z0-9][a-z0-9-]*\/)?[a-z][a-z0-9-]*$/;

/**
 * Writes a plugin that trains, draws and tests as it is, for its author to replace the model.
 *
 * @param name of the package: `aigc-plugin-mosaic` has the family `mosaic`
 * @throws PluginError E-PLUGIN-027 for an unfit name or a folder that is not empty
 */
export async function createPlugin(name: string, folder: string, hostRoot: string): Promise<CreatedPlugin> {
  const family = familyOf(name);
  if (!NAME.test(name) || !/^[a-z]/.test(family)) {
    throw new PluginError('E-PLUGIN-027', `${name} is no fit name for a plugin`, {
      hints: ['lower-case letters, digits and hyphens: aigc-plugin-mosaic, or @studio/aigc-plugin-mosaic'],
    });
  }
  const existing = await readdir(folder).catch(() => []);
  if (existing.length > 0) {
    throw new PluginError('E-PLUGIN-027', 'the folder for the new plugin is not empty', {
      path: folder,
      note: 'nothing was written',
      hints: ['give another one: --out DIR'],
    });
  }
  const versions = await hostVersions(hostRoot);
  const peers = HOST_PACKAGES.map((peer) => `"${peer}": "^${versions[peer]}"`).join(',\n    ');
  const values: { readonly [word: string]: string } = {
    __NAME__: name,
    __FAMILY__: family,
    __PEERS__: peers,
    __AIGC__: versions['@aigc/core'] ?? '',
  };
  const fill = (text: string): string => text.replaceAll(/__[A-Z]+__/g, (word) => values[word] ?? word);
  const files: string[] = [];
  for (const entry of await readdir(TEMPLATE, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const source = join(entry.parentPath, entry.name);
    const path = fill(source.slice(TEMPLATE.length))
      .replace(/\.txt$/, '')
      .replace(/^gitignore$/, '.gitignore');
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), fill(await readFile(source, 'utf8')));
    files.push(path);
  }
  return { name, family, folder, files: files.sort() };
}

function familyOf(name: string): string {
  return (name.split('/').at(-1) as string).replace(/^aigc-plugin-/, '');
}
