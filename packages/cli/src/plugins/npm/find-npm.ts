import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { ExternalToolError } from '@aigc/plugin-api';

const ENTRY = join('node_modules', 'npm', 'bin', 'npm-cli.js');

/**
 * The script of npm, to be run with this Node: no shell and no `.cmd` file is needed then.
 *
 * @throws ExternalToolError E-TOOL-040 where there is none beside Node or on the PATH
 */
export async function findNpm(env: { readonly [name: string]: string | undefined }): Promise<string> {
  const node = dirname(process.execPath);
  const beside = [join(node, ENTRY), join(node, '..', 'lib', ENTRY)].find((path) => existsSync(path));
  if (beside !== undefined) return beside;
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    const path = join(folder, 'npm');
    if (folder === '' || !existsSync(path)) continue;
    const target = await realpath(path);
    if (target.endsWith('npm-cli.js')) return target;
  }
  throw new ExternalToolError('E-TOOL-040', 'npm was not found', {
    hints: ['it comes with Node.js: https://nodejs.org', 'or put the folder that holds npm on the PATH'],
  });
}
