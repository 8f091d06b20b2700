import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { nearestName } from '@aigc/cli-kit/host';
import { API_VERSION, type ModelDefinition, type Plugin, PluginError } from '@aigc/plugin-api';
import type { Interfaces } from '@oclif/core';
import { guardImport } from './installed/guard-import.js';

/** A model family and the package that brings it, as its package.json says. */
export interface InstalledFamily {
  readonly family: string;
  readonly pluginName: string;
  readonly pluginRoot: string;
  readonly apiVersion: unknown;
}

/** The families of all installed plugins, by name. Reads no plugin code. */
export function installedFamilies(config: Interfaces.Config): InstalledFamily[] {
  const families: InstalledFamily[] = [];
  for (const plugin of config.plugins.values()) {
    const facts = (plugin.pjson as { aigc?: { apiVersion?: unknown; families?: unknown } }).aigc;
    if (!Array.isArray(facts?.families)) continue;
    for (const family of facts.families.filter((name) => typeof name === 'string')) {
      families.push({ family, pluginName: plugin.name, pluginRoot: plugin.root, apiVersion: facts.apiVersion });
    }
  }
  return families.sort((a, b) => a.family.localeCompare(b.family));
}

/**
 * The model that a run was made with, from the plugin that has its family; no other plugin is imported.
 *
 * @throws PluginError where no plugin has it, or the one that does was built for another version of the contract.
 */
export async function loadModel(config: Interfaces.Config, family: string, model: string): Promise<ModelDefinition> {
  const families = installedFamilies(config);
  const found = families.find((candidate) => candidate.family === family);
  if (found === undefined) throw unknownFamily(family, families);
  const plugin = await loadPlugin(found);
  const models = plugin.families.find((candidate) => candidate.family === family)?.models ?? [];
  const definition = models.find((candidate) => candidate.name === model);
  if (definition !== undefined) return definition;
  const names = models.map((candidate) => candidate.name);
  throw new PluginError('E-PLUGIN-005', `${found.pluginName} has no ${family} model "${model}"`, {
    hints: [`it has ${names.join(', ') || 'none'}; the run may come from another version of the plugin`],
  });
}

/**
 * Imports the plugin that brings a family.
 *
 * @throws PluginError where it was built for another version of the contract, cannot be imported or exports no plugin.
 */
export async function loadPlugin(found: InstalledFamily): Promise<Plugin> {
  const { pluginName, pluginRoot } = found;
  checkVersion(pluginName, found.apiVersion);
  const require = createRequire(join(pluginRoot, 'package.json'));
  const load = async (): Promise<{ plugin?: Plugin }> => import(pathToFileURL(require.resolve(pluginName)).href);
  const loaded = await guardImport(pluginName, load, { path: pluginRoot });
  if (loaded.plugin === undefined || !Array.isArray(loaded.plugin.families)) {
    throw new PluginError('E-PLUGIN-003', `${pluginName} does not export a plugin object`, { path: pluginRoot });
  }
  checkVersion(pluginName, loaded.plugin.apiVersion);
  return loaded.plugin;
}

function checkVersion(pluginName: string, version: unknown): void {
  if (version === API_VERSION) return;
  throw new PluginError(
    'E-PLUGIN-002',
    `${pluginName} was built for plugin API ${String(version)}, this aigc has ${API_VERSION}`,
    {
      hints: ['install a version of the plugin that matches this aigc'],
    },
  );
}

function unknownFamily(family: string, families: readonly InstalledFamily[]): PluginError {
  const names = families.map((candidate) => candidate.family);
  const meant = nearestName(family, names);
  const hints = [meant === undefined ? `installed families: ${names.join(', ') || 'none'}` : `did you mean ${meant}?`];
  return new PluginError('E-PLUGIN-001', `no installed plugin has the model family "${family}"`, { hints });
}
