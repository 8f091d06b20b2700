// Code: E-CLI-024 a command without settings.
import { type AnyFlag, type CommandIo, UsageError } from '@aigc/cli-kit';
import type { AigcError } from '@aigc/plugin-api';
import type { Interfaces } from '@oclif/core';
import { unknownCommand } from '../errors/unknown-command.js';
import { findProjectConfig } from './find-project-config.js';
import { findUserConfig } from './find-user-config.js';
import { commandsBelow, type SettableCommand, settableCommands } from './known-settings.js';
import { type ListedSetting, listSettings } from './list-settings.js';
import { selectSettings } from './select-settings.js';

/**
 * The settings of a command such as `['train', 'gan']`.
 *
 * @throws UsageError for words that are no command or one without settings, InvalidConfigError for a file.
 */
export async function settingsOfCommand(
  words: readonly string[],
  config: Interfaces.Config,
  { cwd, env }: Pick<CommandIo, 'cwd' | 'env'>,
): Promise<ListedSetting[]> {
  const id = words.join(':');
  const command = config.findCommand(id);
  const commands = settableCommands(config);
  if (command === undefined) throw noCommand(words, commands, config);
  if (!commands.some((known) => known.id === id)) {
    const names = commands.map((known) => known.id.replaceAll(':', ' ')).sort();
    throw new UsageError('E-CLI-024', `${words.join(' ')} has no settings that a file could hold`, {
      hints: [`those that have: ${names.join(', ')}`],
    });
  }
  const found = [await findProjectConfig(cwd), await findUserConfig(config.configDir)];
  const files = found.flatMap((file) => (file === undefined ? [] : [selectSettings(file, id, commands)]));
  const { flags } = await command.load();
  return listSettings(flags as { readonly [name: string]: AnyFlag }, { files, env });
}

function noCommand(words: readonly string[], commands: readonly SettableCommand[], config: Interfaces.Config): AigcError {
  const below = commandsBelow(words.join(':'), commands).map(({ id }) => id.replaceAll(':', ' '));
  if (below.length === 0) return unknownCommand(words, config);
  return new UsageError('E-CLI-024', `${words.join(' ')} is a group of commands`, {
    hints: [`one of: ${below.sort().join(', ')}`],
  });
}
