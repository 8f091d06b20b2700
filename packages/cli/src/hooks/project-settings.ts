import type { FileSettings } from '@aigc/cli-kit';
import type { Interfaces } from '@oclif/core';
import { findProjectConfig } from '../config/find-project-config.js';
import { findUserConfig } from '../config/find-user-config.js';
import { settableCommands } from '../config/known-settings.js';
import { selectSettings } from '../config/select-settings.js';

/** Answers the `aigc:project-settings` event of commands: what the project's and the user's file say about one of them. */
export default async function projectSettings(options: {
  readonly config: Interfaces.Config;
  readonly commandId: string;
  readonly cwd: string;
}): Promise<readonly FileSettings[]> {
  const { config, commandId, cwd } = options;
  const commands = settableCommands(config);
  // doctor, help and the like work whatever a file says
  if (!commands.some(({ id }) => id === commandId)) return [];
  const files = [await findProjectConfig(cwd), await findUserConfig(config.configDir)];
  return files.flatMap((file) => (file === undefined ? [] : [selectSettings(file, commandId, commands)]));
}
