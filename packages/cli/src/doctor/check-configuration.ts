import { AigcError } from '@aigc/plugin-api';
import { findProjectConfig } from '../config/find-project-config.js';
import { findUserConfig } from '../config/find-user-config.js';
import { settableCommands } from '../config/known-settings.js';
import type { ConfigFile } from '../config/read-config-file.js';
import { allSettings } from '../config/select-settings.js';
import type { Check, CheckedHost, Finding } from './check.js';

/** The configuration files: found, readable, with names that exist. Values are checked by the command that uses them. */
export const checkConfiguration: Check = async (host) => [
  await checkFile('file', 'no aigc.config.* here or in a folder above', () => findProjectConfig(host.cwd), host),
  await checkFile('user file', `no config.* in ${host.config.configDir}`, () => findUserConfig(host.config.configDir), host),
];

async function checkFile(
  name: string,
  absence: string,
  find: () => Promise<ConfigFile | undefined>,
  { config }: CheckedHost,
): Promise<Finding> {
  try {
    const file = await find();
    if (file === undefined) return { name, status: 'absent', summary: absence, hints: [], facts: {} };
    const settings = allSettings(file, settableCommands(config)).map(({ at }) => at);
    const summary = `${file.path}: ${settings.length === 0 ? 'no settings' : settings.join(', ')}`;
    return { name, status: 'ok', summary, hints: [], facts: { path: file.path, settings } };
  } catch (error) {
    if (!AigcError.isInstance(error)) throw error;
    const { code, message, path, hints } = error;
    const fix = hints.length > 0 ? hints : [`correct or remove ${path}`];
    return { name, status: 'problem', summary: `${path}: ${message}`, hints: fix, facts: { path, code } };
  }
}
