import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Interfaces, Plugin } from '@oclif/core';
import { linkHostPackages, TEST_PACKAGES } from '../installed/host-packages.js';
import { notPlugin } from '../installed/not-plugin.js';
import { type PluginFacts, readPluginFacts } from '../installed/plugin-facts.js';

/**
 * Makes a plugin's folder ready to test and to pack: links this aigc's packages into its `node_modules`, and writes the manifest that
 * help is made from. Imports the plugin's commands.
 *
 * @returns what the plugin declares
 * @throws PluginError as `readPluginFacts` does, for what would be refused when it is installed
 */
export async function buildPlugin(folder: string, config: Interfaces.Config): Promise<PluginFacts> {
  if (!existsSync(join(folder, 'package.json'))) throw notPlugin('it has no package.json', folder);
  await linkHostPackages(config.root, folder, TEST_PACKAGES);
  const plugin = new Plugin({ root: folder, type: 'core', ignoreManifest: true, errorOnManifestCreate: true });
  await plugin.load();
  const manifest = { ...plugin.manifest, commands: sortedById(plugin.manifest.commands) };
  await writeFile(join(folder, 'oclif.manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return readPluginFacts(folder);
}

/** oclif lists files as the disk answers; the same plugin must pack to the same bytes, for an allow-list names their hash. */
function sortedById<T>(commands: { readonly [id: string]: T }): { [id: string]: T } {
  return Object.fromEntries(Object.entries(commands).sort(([a], [b]) => (a < b ? -1 : 1)));
}
