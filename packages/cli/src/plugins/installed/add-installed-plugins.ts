import { AigcError, EXIT } from '@aigc/plugin-api';
import { type Config, Plugin } from '@oclif/core';
import { guardImport } from './guard-import.js';
import { linkHostPackages } from './host-packages.js';
import { type PluginFacts, readPluginFacts } from './plugin-facts.js';
import { type PluginRecord, pluginRoot, pluginsHome, readPluginStore, setFolder } from './plugin-store.js';
import { TakenNames } from './taken-names.js';

/** A plugin that is installed and was left out. */
export interface IsolatedPlugin {
  readonly name: string;
  readonly reason: AigcError;
}

/**
 * Adds the user's plugins to a loaded host. Only their package.json and manifest are read; a plugin that does not fit is left out,
 * and the host goes on.
 *
 * @returns those that were left out, and why
 */
export async function addInstalledPlugins(
  config: Config,
  env: { readonly [name: string]: string | undefined },
): Promise<IsolatedPlugin[]> {
  const home = pluginsHome(env);
  try {
    const store = await readPluginStore(home);
    if (store.plugins.length === 0) return [];
    // aigc was installed somewhere else since: plugins have to find this one's packages.
    if (store.hostRoot !== config.root) await linkHostPackages(config.root, setFolder(home, store.set));
    const taken = new TakenNames(config);
    const facts = await Promise.all(store.plugins.map((record) => factsOf(record, pluginRoot(home, store.set, record.name))));
    const isolated: IsolatedPlugin[] = [];
    for (const found of facts) {
      const reason = found.facts === undefined ? found.reason : await add(config, found.facts, taken);
      if (reason !== undefined) isolated.push({ name: found.name, reason });
    }
    return isolated;
  } catch (error) {
    return [{ name: 'all plugins', reason: asReason(error) }];
  }
}

type Found = { readonly name: string } & (
  | { readonly facts: PluginFacts; readonly reason?: undefined }
  | { readonly facts?: undefined; readonly reason: AigcError }
);

async function factsOf({ name }: PluginRecord, root: string): Promise<Found> {
  try {
    return { name, facts: await readPluginFacts(root) };
  } catch (error) {
    return { name, reason: asReason(error) };
  }
}

async function add(config: Config, facts: PluginFacts, taken: TakenNames): Promise<AigcError | undefined> {
  const { name, root } = facts;
  try {
    // `link` takes the root as it is; any other type searches for it.
    const plugin = new Plugin({ name, root, type: 'link' });
    await plugin.load();
    taken.take(facts);
    plugin.type = 'user';
    plugin.pjson = { ...plugin.pjson, oclif: { ...plugin.pjson.oclif, topics: ownTopics(plugin, config) } };
    plugin.commands = plugin.commands.map(({ permutations: _, aliasPermutations: __, ...command }) => ({
      ...command,
      pluginType: 'user',
      load: () => guardImport(name, () => plugin.findCommand(command.id, { must: true }), { path: root }),
    }));
    config.plugins.set(name, plugin);
    return undefined;
  } catch (error) {
    return asReason(error);
  }
}

/** Topics that only this plugin has: it may not describe those of others. */
function ownTopics(plugin: Plugin, config: Config): { [name: string]: { description: string } } {
  const known = new Set(config.topics.map(({ name }) => name));
  const own = plugin.topics.filter(({ name }) => !known.has(name));
  return Object.fromEntries(own.map(({ name, description }) => [name, { description: String(description ?? '') }]));
}

function asReason(error: unknown): AigcError {
  if (AigcError.isInstance(error)) return error;
  return new AigcError('E-PLUGIN-004', EXIT.pluginRefused, error instanceof Error ? error.message : String(error), {
    cause: error,
  });
}
