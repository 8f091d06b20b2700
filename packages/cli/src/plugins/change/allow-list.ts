import { readFile } from 'node:fs/promises';
import { PluginError } from '@aigc/plugin-api';
import type { LockedPackage } from '../npm/check-lock.js';

/** Packages that may be installed where nobody is asked. */
export type AllowList = ReadonlySet<string>;

const LINE = /^(@?[^@\s]+@\S+)\s+(sha512-[A-Za-z0-9+/]{86}==)$/;

/**
 * Reads an allow-list: a line `name@version sha512-…` for each package, `#` begins a comment.
 *
 * @throws PluginError E-PLUGIN-019 for a line that is anything else
 */
export async function readAllowList(path: string): Promise<AllowList> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new PluginError('E-PLUGIN-019', 'the allow-list cannot be read', { path, cause });
  }
  const entries = new Set<string>();
  text.split('\n').forEach((line, i) => {
    const content = line.replace(/(^|\s)#.*/, '').trim();
    if (content === '') return;
    const match = LINE.exec(content);
    if (match === null) {
      throw new PluginError('E-PLUGIN-019', `line ${i + 1} of the allow-list is not "name@version sha512-…"`, {
        path,
        hints: ['`aigc plugins inspect NAME` prints the lines'],
      });
    }
    entries.add(`${match[1]} ${match[2]}`);
  });
  return entries;
}

/** The line that allows a package. */
export function allowLine({ name, version, integrity }: Pick<LockedPackage, 'name' | 'version' | 'integrity'>): string {
  return `${name}@${version} ${integrity}`;
}

/**
 * Refuses packages that are not on the list with this name, version and hash: plugins and everything that they bring.
 *
 * @throws PluginError E-PLUGIN-019
 */
export function checkAllowed(packages: readonly LockedPackage[], list: AllowList, path: string): void {
  const missing = packages.filter((item) => !item.isBundled && !list.has(allowLine(item)));
  const [first] = missing;
  if (first === undefined) return;
  const others = missing.length === 1 ? '' : ` and ${missing.length - 1} more`;
  throw new PluginError('E-PLUGIN-019', `${first.name} ${first.version}${others} is not on the allow-list with this hash`, {
    path,
    note: 'nothing was installed',
    hints: [`if you trust it, add the line: ${allowLine(first)}`, '`aigc plugins inspect` prints the lines of all packages'],
  });
}
