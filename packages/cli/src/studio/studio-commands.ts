import type { StudioCommand } from '@aigc/cli-kit';
import type { Interfaces } from '@oclif/core';

const USED = /^(train|generate)(:|$)/;

/** The commands that the studio makes forms of, with their flags as the manifests say; no command is loaded. */
export function studioCommands(config: Interfaces.Config): StudioCommand[] {
  return config.commands
    .filter(({ id, hidden }) => hidden !== true && USED.test(id))
    .map(({ id, summary, flags }) => ({
      name: id.replaceAll(':', ' '),
      summary: summary ?? '',
      flags: Object.values(flags ?? {}).filter(({ helpGroup }) => helpGroup !== 'GLOBAL') as StudioCommand['flags'],
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
