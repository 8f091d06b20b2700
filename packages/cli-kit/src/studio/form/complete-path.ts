import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { printable } from '../../text/printable.js';

/** What Tab makes of the beginning of a path. */
export interface Completion {
  /** The path as far as it is certain; as it was where nothing is. */
  readonly value: string;
  /** Names that begin so, folders with a slash, where there are several. */
  readonly choices: readonly string[];
  /** Why there are none. */
  readonly problem?: string | undefined;
}

/** Where and what is looked for. */
export interface CompletionOptions {
  readonly cwd: string;
  readonly foldersOnly?: boolean;
}

const order = new Intl.Collator('en', { numeric: true });

/** A path with the home of its user in place of a leading `~`. */
export function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
}

/** Completes a path as a shell does: what all names in question have in common, a slash after the only folder. */
export async function completePath(value: string, { cwd, foldersOnly = false }: CompletionOptions): Promise<Completion> {
  if (value === '~') return { value: '~/', choices: [] };
  const split = value.lastIndexOf('/') + 1;
  const [given, prefix] = [value.slice(0, split), value.slice(split)];
  // a leading slash is all that is left of the root
  const folder = resolve(cwd, expandHome(given === '' ? '.' : given));
  try {
    const names = await namesIn(folder, prefix, foldersOnly);
    if (names.length === 0) {
      const what = foldersOnly ? 'no folder' : 'nothing';
      return { value, choices: [], problem: `there is ${what}${prefix === '' ? '' : ` that begins with ${printable(prefix)}`}` };
    }
    return { value: given + commonStart(names), choices: names.length === 1 ? [] : names };
  } catch (error) {
    return { value, choices: [], problem: `${given === '' ? '.' : printable(given)} ${reasonOf(error)}` };
  }
}

async function namesIn(folder: string, prefix: string, foldersOnly: boolean): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const matching = entries.filter(
    // hidden ones only where they are asked for; who has line feeds in names must type them
    ({ name }) => name.startsWith(prefix) && (!name.startsWith('.') || prefix.startsWith('.')) && isHarmless(name),
  );
  const marked = await Promise.all(
    matching.map(async (entry) => {
      const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && (await leadsToFolder(join(folder, entry.name))));
      return { name: isFolder ? `${entry.name}/` : entry.name, isFolder };
    }),
  );
  return marked
    .filter(({ isFolder }) => isFolder || !foldersOnly)
    .map(({ name }) => name)
    .sort(order.compare);
}

function isHarmless(name: string): boolean {
  return printable(name) === name && !/[\t\n]/.test(name);
}

function leadsToFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** By whole characters, never half of one. */
function commonStart(names: readonly string[]): string {
  const [first = [], ...others] = names.map((name) => [...name]);
  const end = first.findIndex((character, i) => others.some((other) => other[i] !== character));
  return (end === -1 ? first : first.slice(0, end)).join('');
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read';
  if (code === 'ENOENT') return 'is not there';
  return code === 'ENOTDIR' ? 'is no folder' : `cannot be read: ${code ?? message}`;
}
