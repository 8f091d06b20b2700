import { PluginError } from '@aigc/plugin-api';
import type { Interfaces } from '@oclif/core';
import { installedFamilies } from '../families.js';
import type { PluginFacts } from './plugin-facts.js';

// Commands whose children are families; any other child of a command would take an argument of it for itself.
const FAMILY_COMMANDS = new Set(['train', 'generate', 'evaluate', 'export']);

/** Commands, topics and families that are taken, by the plugin that has them; the first one to come keeps a name. */
export class TakenNames {
  readonly #commands = new Map<string, string>();
  readonly #families = new Map<string, string>();
  readonly #topics: ReadonlySet<string>;

  /** Starts with those of the host and the plugins that come with it; installed ones are to be taken one by one. */
  constructor(config: Interfaces.Config) {
    const own = [...config.plugins.values()].filter(({ type }) => type !== 'user');
    const topics = new Set<string>();
    for (const plugin of own) {
      for (const { name } of plugin.topics) topics.add(name);
      for (const { id, aliases, hiddenAliases } of plugin.commands) {
        for (const name of [id, ...aliases, ...hiddenAliases]) this.#commands.set(name, plugin.name);
        const words = id.split(':');
        for (let length = 1; length <= words.length; length++) topics.add(words.slice(0, length).join(':'));
      }
    }
    this.#topics = topics;
    for (const { family, pluginName } of installedFamilies(config)) {
      if (config.plugins.get(pluginName)?.type !== 'user') this.#families.set(family, pluginName);
    }
  }

  /**
   * Takes the names of a plugin.
   *
   * @throws PluginError E-PLUGIN-016 where one of them is taken or stands in the way of another; nothing is taken then
   */
  take({ name, families, commandIds }: PluginFacts): void {
    for (const family of families) {
      const owner = this.#families.get(family);
      if (owner !== undefined) throw shadows(name, `the family ${family} of ${owner}`);
    }
    for (const id of commandIds) {
      const taken = this.#ownerOf(id, families);
      if (taken !== undefined) throw shadows(name, taken);
    }
    for (const id of commandIds) this.#commands.set(id, name);
    for (const family of families) this.#families.set(family, name);
  }

  #ownerOf(id: string, families: readonly string[]): string | undefined {
    const shown = `the command ${id.replaceAll(':', ' ')}`;
    const owner = this.#commands.get(id);
    if (owner !== undefined) return `${shown} of ${owner}`;
    if (this.#topics.has(id)) return `the topic ${id}`;
    const words = id.split(':');
    const [first = '', second = ''] = words;
    if (first === 'plugins' || first === 'help') return `${shown} in a topic of aigc`;
    if (FAMILY_COMMANDS.has(first)) {
      return words.length === 2 && families.includes(second) ? undefined : `${shown}, which is for a family of its own`;
    }
    for (let length = 1; length < words.length; length++) {
      const parent = words.slice(0, length).join(':');
      if (this.#commands.has(parent)) return `${shown}, which is an argument of ${parent.replaceAll(':', ' ')}`;
    }
    return undefined;
  }
}

function shadows(name: string, what: string): PluginError {
  return new PluginError('E-PLUGIN-016', `${name} would take the place of ${what}`, {
    hints: ['its author has to choose other names, or remove the plugin that has them'],
  });
}
