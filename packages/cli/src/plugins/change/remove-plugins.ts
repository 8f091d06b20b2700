import type { Interfaces } from '@oclif/core';
import { linkHostPackages } from '../installed/host-packages.js';
import { readPluginStore } from '../installed/plugin-store.js';
import { runNpm } from '../npm/run-npm.js';
import { requireInstalled } from './require-installed.js';
import { Staging } from './staging.js';

/**
 * Removes plugins and what only they needed. Works without a network, and runs nothing of theirs.
 *
 * @throws PluginError E-PLUGIN-026 for one that is not installed
 */
export async function removePlugins(names: readonly string[], home: string, config: Interfaces.Config): Promise<void> {
  const store = await readPluginStore(home);
  for (const name of names) requireInstalled(store, name);
  const plugins = store.plugins.filter(({ name }) => !names.includes(name));
  const staging = await Staging.open(home);
  try {
    const { folder } = staging;
    if (plugins.length > 0) {
      await staging.copyFrom(store.set, { withPackages: true });
      await runNpm(['uninstall', '--offline', ...names], { folder });
      await linkHostPackages(config.root, folder);
    }
    await staging.commit({ set: store.set + 1, hostRoot: config.root, plugins });
  } finally {
    await staging.close();
  }
}
