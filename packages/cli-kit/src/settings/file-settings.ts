import type { Interfaces } from '@oclif/core';

/** One value of a configuration file. */
export interface FileSetting {
  readonly value: unknown;
  /** Where it stands in the file, e.g. `train.gan.batchSize`. */
  readonly at: string;
}

/** What one configuration file says about a command, as the host found it: names are known, values are not checked. */
export interface FileSettings {
  readonly path: string;
  readonly scope: 'project' | 'user';
  /** By their names in the file, e.g. `batchSize`. */
  readonly settings: { readonly [name: string]: FileSetting };
}

/**
 * Asks the host what the configuration files say about a command, the project's before the user's; nothing where there is no host.
 *
 * @throws InvalidConfigError for a file that cannot be read or holds unknown names.
 */
export async function readFileSettings(
  config: Interfaces.Config,
  commandId: string,
  cwd: string,
): Promise<readonly FileSettings[]> {
  const { successes, failures } = await config.runHook('aigc:project-settings', { commandId, cwd });
  // oclif collects what hooks throw; a configuration file that cannot be read must stop the command.
  if (failures[0] !== undefined) throw failures[0].error;
  return successes.flatMap(({ result }) => (result as readonly FileSettings[] | undefined) ?? []);
}
