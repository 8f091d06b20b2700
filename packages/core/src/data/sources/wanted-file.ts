import { extname } from 'node:path/posix';
import type { WantedFiles } from './file-source.js';

/** Is this a file to read? Hidden ones and what other systems leave in archives are not. */
export function isWanted(path: string, { extensions, include }: WantedFiles): boolean {
  const parts = path.split('/');
  if (parts.some((part) => part.startsWith('.') || part === '__MACOSX')) return false;
  return extensions.includes(extname(path).toLowerCase()) && (include === undefined || matchesPattern(path, include));
}

/**
 * Does a relative path match? `*` stands for anything within a name, `**` for any folders, `?` for one character; a pattern
 * without a slash is matched against the last name alone.
 */
export function matchesPattern(path: string, pattern: string): boolean {
  const subject = pattern.includes('/') ? path : (path.split('/').at(-1) as string);
  const source = pattern.replace(/\*\*\/|\*\*|\*|\?|[^*?]/g, (token) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    return token === '?' ? '[^/]' : token.replace(/[\\^$.|+()[\]{}]/, '\\$&');
  });
  return new RegExp(`^${source}$`, 'u').test(subject);
}
