import { existsSync } from 'node:fs';
import { mkdir, readFile, realpath, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PluginError } from '@aigc/plugin-api';

/** Packages that a plugin takes from aigc: two copies of one would not know each other's tensors, errors and schemas. */
export const HOST_PACKAGES: readonly string[] = [
  '@aigc/plugin-api',
  '@aigc/engine',
  '@aigc/nn',
  '@aigc/media',
  '@aigc/core',
  '@aigc/cli-kit',
  '@oclif/core',
  '@tensorflow/tfjs-core',
  'zod',
];

/** Packages that tests of a plugin need besides; there where aigc was built from its sources. */
export const TEST_PACKAGES: readonly string[] = ['@aigc/testkit', '@jest/globals', 'jest'];

/**
 * The real folder of a package that aigc uses: looked for as Node does, from the host and then from the packages it depends on.
 *
 * @param hostRoot folder of the host's package.json
 */
export async function hostPackageFolder(hostRoot: string, name: string): Promise<string | undefined> {
  const gan = packageAbove(hostRoot, '@aigc/plugin-gan');
  for (const start of [hostRoot, gan]) {
    const found = start === undefined ? undefined : packageAbove(await realpath(start), name);
    if (found !== undefined) return realpath(found);
  }
  return undefined;
}

/** Versions of the host's packages by name; those that are not there are left out. */
export async function hostVersions(hostRoot: string): Promise<{ [name: string]: string }> {
  const versions: { [name: string]: string } = {};
  for (const name of HOST_PACKAGES) {
    const folder = await hostPackageFolder(hostRoot, name);
    if (folder === undefined) continue;
    versions[name] = (JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
  }
  return versions;
}

/**
 * Links the host's packages into a folder's `node_modules`, in place of any that are there.
 *
 * @throws PluginError E-PLUGIN-018 where one of `HOST_PACKAGES` is not in the host
 */
export async function linkHostPackages(hostRoot: string, folder: string, extra: readonly string[] = []): Promise<void> {
  for (const name of [...HOST_PACKAGES, ...extra]) {
    const target = await hostPackageFolder(hostRoot, name);
    if (target === undefined) {
      if (extra.includes(name)) continue;
      throw new PluginError('E-PLUGIN-018', `this aigc has no ${name} to give to plugins`, {
        path: hostRoot,
        hints: ['install aigc again'],
      });
    }
    const link = join(folder, 'node_modules', ...name.split('/'));
    await mkdir(dirname(link), { recursive: true });
    await rm(link, { recursive: true, force: true });
    await symlink(target, link, process.platform === 'win32' ? 'junction' : 'dir');
  }
}

function packageAbove(start: string, name: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', ...name.split('/'));
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (dirname(folder) === folder) return undefined;
  }
}
