import { AigcError, API_VERSION } from '@aigc/plugin-api';
import type { Interfaces } from '@oclif/core';
import { installedFamilies, loadPlugin } from '../plugins/families.js';
import type { Check, Finding } from './check.js';

/** Every installed plugin: version, model families and whether it loads in this host. */
export const checkPlugins: Check = async ({ config }) => {
  const plugins = [...config.plugins.values()].filter((plugin) => !plugin.isRoot).sort((a, b) => a.name.localeCompare(b.name));
  return Promise.all(plugins.map((plugin) => pluginFinding(plugin, config)));
};

async function pluginFinding(plugin: Interfaces.Plugin, config: Interfaces.Config): Promise<Finding> {
  const { name, version, type } = plugin;
  const families = installedFamilies(config).filter(({ pluginName }) => pluginName === name);
  const [first] = families;
  const brings =
    first === undefined
      ? 'commands only'
      : `API ${String(first.apiVersion)}, families ${families.map(({ family }) => family).join(', ')}`;
  const facts = {
    version,
    type,
    apiVersion: first?.apiVersion,
    hostApiVersion: API_VERSION,
    families: families.map(({ family }) => family),
  };
  try {
    if (first !== undefined) await loadPlugin(first);
    return { name, status: 'ok', summary: `${version}, ${brings}`, hints: [], facts };
  } catch (error) {
    if (!AigcError.isInstance(error)) throw error;
    return { name, status: 'problem', summary: error.message, hints: error.hints, facts: { ...facts, code: error.code } };
  }
}
