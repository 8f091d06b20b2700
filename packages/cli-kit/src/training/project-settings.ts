import type { Interfaces } from '@oclif/core';

/** One section of a project's configuration file, as the host found it. */
export interface ProjectSettings {
  readonly path: string;
  /** E.g. `train.gan`. */
  readonly section: string;
  readonly settings: { readonly [name: string]: unknown };
}

/** Asks the host for the section of the project's configuration file; undefined where there is none, or no host. */
export async function readProjectSettings(
  config: Interfaces.Config,
  section: string,
  cwd: string,
): Promise<ProjectSettings | undefined> {
  const { successes, failures } = await config.runHook('aigc:project-settings', { section, cwd });
  // oclif collects what hooks throw; a configuration file that cannot be read must stop the command.
  if (failures[0] !== undefined) throw failures[0].error;
  return successes.map(({ result }) => result as ProjectSettings | undefined).find((result) => result !== undefined);
}
