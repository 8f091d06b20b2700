import { join } from 'node:path';
import { type CommandIo, printable } from '@aigc/cli-kit';
import type { Interfaces } from '@oclif/core';
import { findProjectConfig } from './find-project-config.js';
import { findUserConfig, USER_FILES } from './find-user-config.js';
import { settableCommands } from './known-settings.js';
import { allSettings } from './select-settings.js';

/** Everything that is set outside the command line. */
export interface ConfigOverview {
  readonly files: { readonly project: string | null; readonly user: string | null };
  /** Where a user's file would be. */
  readonly userFile: string;
  readonly settings: readonly {
    readonly at: string;
    readonly value: unknown;
    readonly scope: 'project' | 'user';
    readonly path: string;
  }[];
  /** Variables of flags that are set. */
  readonly variables: { readonly [name: string]: string };
}

/** Finds both files and the variables. @throws InvalidConfigError for a file that cannot be read or holds unknown names */
export async function configOverview(
  config: Interfaces.Config,
  { cwd, env }: Pick<CommandIo, 'cwd' | 'env'>,
): Promise<ConfigOverview> {
  const [project, user] = [await findProjectConfig(cwd), await findUserConfig(config.configDir)];
  const commands = settableCommands(config);
  const settings = [project, user].flatMap((file) =>
    file === undefined ? [] : allSettings(file, commands).map((setting) => ({ ...setting, scope: file.scope, path: file.path })),
  );
  const names = new Set(config.commands.flatMap(({ flags }) => Object.values(flags ?? {}).map(({ env: variable }) => variable)));
  const known = [...names].filter((name) => name !== undefined).sort();
  const variables = known.flatMap((name) => (env[name] ? [[name, env[name]] as const] : []));
  return {
    files: { project: project?.path ?? null, user: user?.path ?? null },
    userFile: join(config.configDir, USER_FILES[0]),
    settings,
    variables: Object.fromEntries(variables),
  };
}

/** The overview for a person. */
export function overviewLines({ files, userFile, settings, variables }: ConfigOverview): string[] {
  const of = (scope: 'project' | 'user'): string[] =>
    settings
      .filter((setting) => setting.scope === scope)
      .map(({ at, value }) => `  ${printable(at)} = ${printable(JSON.stringify(value))}`);
  return [
    `project      ${files.project ?? 'none here or in a folder above'}`,
    ...of('project'),
    `user         ${files.user ?? `none (${userFile})`}`,
    ...of('user'),
    `environment  ${Object.keys(variables).length === 0 ? 'no variable of a flag is set' : ''}`.trimEnd(),
    ...Object.entries(variables).map(([name, value]) => `  ${name} = ${printable(value)}`),
  ];
}
