import { isAbsolute, relative, sep } from 'node:path';
import { printable } from './printable.js';

/** A path as short as a person can use it: relative where it lies inside the current folder, else unchanged. */
export function displayPath(path: string, cwd: string): string {
  const inside = relative(cwd, path);
  const isInside = inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
  return printable(isInside ? inside : path);
}

/** A path as an argument of a shell command: quoted where it holds anything but harmless characters. */
export function shellArgument(path: string): string {
  return /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
