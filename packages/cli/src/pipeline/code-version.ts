import type { Interfaces } from '@oclif/core';

/** Name and version of the package that brings a command; of the host where there is no such command. */
export function codeVersion(config: Interfaces.Config, command: string): string {
  const found = config.findCommand(command.trim().split(/\s+/).join(':'));
  const plugin = found?.pluginName === undefined ? undefined : config.plugins.get(found.pluginName);
  return plugin === undefined ? `aigc@${config.version}` : `${plugin.name}@${plugin.version} aigc@${config.version}`;
}
