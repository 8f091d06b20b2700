/** The name of an archive's entry as a path inside it, and whether it stays inside. */
export function relativeName(name: string): { readonly path: string; readonly isInside: boolean } {
  const parts = name.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
  const isAbsolute = /^[/\\]|^[a-z]:/i.test(name);
  const path = parts.filter((part) => part !== '..').join('/');
  return { path, isInside: !isAbsolute && !parts.includes('..') };
}
