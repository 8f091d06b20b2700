import type { StudioCommand } from '@aigc/cli-kit';
import type { Command, Interfaces } from '@oclif/core';

const USED = /^(train|generate)(:|$)|^run$/;

/** The commands that the studio makes forms of, with their flags as the manifests say; no command is loaded. */
export function studioCommands(config: Interfaces.Config): StudioCommand[] {
  return config.commands
    .filter(({ id, hidden }) => hidden !== true && USED.test(id))
    .map(({ id, summary, args, flags }) => ({
      name: id.replaceAll(':', ' '),
      summary: summary ?? '',
      flags: [...argumentsOf(args), ...flagsOf(flags)],
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function flagsOf(flags: Command.Loadable['flags'] | undefined): StudioCommand['flags'] {
  return Object.values(flags ?? {}).filter(({ helpGroup }) => helpGroup !== 'GLOBAL') as StudioCommand['flags'];
}

/** Arguments that name a file are a field of a form too. */
function argumentsOf(args: Command.Loadable['args'] | undefined): StudioCommand['flags'] {
  return Object.values(args ?? {})
    .filter(({ name }) => name === 'file')
    .map(({ name, description }) => ({ name, description, type: 'option', helpValue: 'FILE', isArgument: true }));
}
