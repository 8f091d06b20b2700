import { nearestName } from '@aigc/cli-kit';
import { PluginError } from '@aigc/plugin-api';
import type { PluginRecord, PluginStore } from '../installed/plugin-store.js';

/** The record of an installed plugin. @throws PluginError E-PLUGIN-026 where there is none of that name */
export function requireInstalled({ plugins }: PluginStore, name: string): PluginRecord {
  const found = plugins.find((plugin) => plugin.name === name);
  if (found !== undefined) return found;
  const names = plugins.map((plugin) => plugin.name);
  const meant = nearestName(name, names);
  throw new PluginError('E-PLUGIN-026', `no plugin ${name} is installed`, {
    hints: [meant === undefined ? `installed: ${names.join(', ') || 'none'}` : `did you mean ${meant}?`],
  });
}
