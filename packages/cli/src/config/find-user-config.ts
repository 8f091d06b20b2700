import { join } from 'node:path';
import { type ConfigFile, readConfigFile } from './read-config-file.js';

/** Files in the user's configuration folder, `~/.config/aigc` or `$XDG_CONFIG_HOME/aigc`; the first that is there counts. */
export const USER_FILES = ['config.yaml', 'config.yml', 'config.json'] as const;

/**
 * What the user has set for every project; undefined where there is no file.
 *
 * @throws InvalidConfigError for a file that cannot be parsed or is too large.
 */
export async function findUserConfig(configDir: string): Promise<ConfigFile | undefined> {
  for (const name of USER_FILES) {
    const path = join(configDir, name);
    const file = await readConfigFile(path);
    if (file !== undefined) return { path, scope: 'user', ...file };
  }
  return undefined;
}
