import { PluginError } from '@aigc/plugin-api';
import { readPluginStore } from '../installed/plugin-store.js';
import { registryFacts } from '../npm/registry-facts.js';
import type { PluginSource } from '../source/plugin-source.js';
import { requireInstalled } from './require-installed.js';

/**
 * Plugins of which the registry has another version as its latest.
 *
 * @param name one of them; all that came from a registry when undefined
 * @throws PluginError E-PLUGIN-026 for one that is not installed, -028 for one that came from a file
 */
export async function outdatedPlugins(
  name: string | undefined,
  home: string,
  registry: string | undefined,
): Promise<PluginSource[]> {
  const store = await readPluginStore(home);
  const asked = name === undefined ? store.plugins : [requireInstalled(store, name)];
  const sources: PluginSource[] = [];
  for (const plugin of asked) {
    if (plugin.source === 'file') {
      if (name === undefined) continue;
      throw new PluginError('E-PLUGIN-028', `${name} came from a file, no registry has a newer one`, {
        hints: [`install the new archive: \`aigc plugins install ${name}-VERSION.tgz\``],
      });
    }
    const latest = await registryFacts(plugin.name, { folder: home, registry });
    if (latest.version !== plugin.version) {
      sources.push({ kind: 'registry', name: plugin.name, spec: `${plugin.name}@${latest.version}` });
    }
  }
  return sources;
}
