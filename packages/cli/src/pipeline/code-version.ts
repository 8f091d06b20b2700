import type { Interfaces } from '@oclif/core';
import { settingsOfCommand } from '../config/settings-of-command.js';

/** Flags that change nothing of a result. */
const WITHOUT_EFFECT = ['--threads', '--checkpoint-every', '--keep-last'];

/**
 * What decides the result of a command besides its words: name and version of the package that brings it, and the settings that
 * configuration files and environment variables give it.
 *
 * @param cwd folder that the command runs in
 */
export async function codeVersion(config: Interfaces.Config, command: string, cwd: string): Promise<string> {
  const words = command.trim().split(/\s+/);
  const found = config.findCommand(words.join(':'));
  const plugin = found?.pluginName === undefined ? undefined : config.plugins.get(found.pluginName);
  const version = plugin === undefined ? `aigc@${config.version}` : `${plugin.name}@${plugin.version} aigc@${config.version}`;
  // `generate` and its like hand their words on to the command of a family
  const family = config.commands
    .filter(({ id }) => found !== undefined && id.startsWith(`${words.join(':')}:`))
    .map(({ id }) => id.split(':'));
  const given = await Promise.all([words, ...family].map((own) => givenSettings(own, config, cwd)));
  return [version, ...given.flat()].join(' ');
}

async function givenSettings(words: readonly string[], config: Interfaces.Config, cwd: string): Promise<string[]> {
  // commands that no file can set have no such settings
  const settings = await settingsOfCommand(words, config, { cwd, env: process.env }).catch(() => []);
  return settings
    .filter(({ origin, flag }) => origin.kind !== 'default' && !WITHOUT_EFFECT.includes(flag))
    .map(({ flag, value }) => `${words.join(' ')} ${flag}=${JSON.stringify(value)}`);
}
