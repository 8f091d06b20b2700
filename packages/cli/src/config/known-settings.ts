import { isSettable, settingName, takesSettings } from '@aigc/cli-kit';
import type { Command, Interfaces } from '@oclif/core';

/** A command as far as configuration files are concerned. */
export interface SettableCommand {
  /** `train:gan`. */
  readonly id: string;
  /** Settings by their names in a file, with the flag of each. */
  readonly settings: ReadonlyMap<string, string>;
  /** Settings that only the command line takes. */
  readonly refused: ReadonlyMap<string, string>;
}

/** Every command that takes settings from files, from oclif's manifests: no command is loaded. */
export function settableCommands(config: Pick<Interfaces.Config, 'commands'>): SettableCommand[] {
  return config.commands
    .filter(({ id, hidden }) => hidden !== true && takesSettings(id))
    .map(({ id, flags }) => ({ id, settings: named(flags, true), refused: named(flags, false) }))
    .filter(({ settings }) => settings.size > 0);
}

function named(flags: Command.Loadable['flags'] | undefined, areSettable: boolean): Map<string, string> {
  const wanted = Object.values(flags ?? {}).filter((flag) => {
    const helpValue = flag.type === 'option' ? flag.helpValue : undefined;
    return flag.hidden !== true && isSettable({ name: flag.name, helpValue }) === areSettable;
  });
  return new Map(wanted.map(({ name }) => [settingName(name), name]));
}

/** Commands at or below a section, `train` or `train:gan`; all of them for the root, ''. */
export function commandsBelow(section: string, commands: readonly SettableCommand[]): SettableCommand[] {
  return commands.filter(({ id }) => section === '' || id === section || id.startsWith(`${section}:`));
}
