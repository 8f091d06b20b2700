import { AigcError } from '@aigc/plugin-api';
import type { Interfaces } from '@oclif/core';
import { readPluginFacts } from './plugin-facts.js';
import { pluginRoot, pluginsHome, readPluginStore } from './plugin-store.js';
import { TakenNames } from './taken-names.js';

/** An installed plugin, and whether it is in use. */
export interface PluginStatus {
  readonly name: string;
  readonly version: string;
  readonly families: readonly string[];
  /** Command lines with aliases, sorted. */
  readonly commands: readonly string[];
  /** Why it is left out; null for one in use. */
  readonly problem: { readonly code: string; readonly message: string } | null;
}

/** The user's plugins in the order in which they were installed. @throws PluginError E-PLUGIN-023 where the list is damaged */
export async function pluginStatus(
  config: Interfaces.Config,
  env: { readonly [name: string]: string | undefined },
): Promise<PluginStatus[]> {
  const home = pluginsHome(env);
  const store = await readPluginStore(home);
  const taken = new TakenNames(config);
  const plugins: PluginStatus[] = [];
  for (const { name, version } of store.plugins) {
    try {
      const facts = await readPluginFacts(pluginRoot(home, store.set, name));
      taken.take(facts);
      const commands = facts.commandIds.map((id) => id.replaceAll(':', ' ')).sort();
      plugins.push({ name, version, families: facts.families, commands, problem: null });
    } catch (error) {
      if (!AigcError.isInstance(error)) throw error;
      plugins.push({ name, version, families: [], commands: [], problem: { code: error.code, message: error.message } });
    }
  }
  return plugins;
}
