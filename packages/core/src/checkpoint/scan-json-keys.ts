/** What JSON.parse lets through silently: a key given twice (the last would win), or nesting beyond `maxDepth`. */
export type JsonKeyProblem = { readonly kind: 'duplicate-key'; readonly key: string } | { readonly kind: 'too-deep' };

/** Looks for duplicate keys and deep nesting in JSON text; says nothing about other mistakes, which JSON.parse finds. */
export function scanJsonKeys(text: string, maxDepth: number): JsonKeyProblem | undefined {
  const open: (Set<string> | undefined)[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '{' || char === '[') {
      open.push(char === '{' ? new Set() : undefined);
      if (open.length > maxDepth) return { kind: 'too-deep' };
    } else if (char === '}' || char === ']') {
      open.pop();
    } else if (char === '"') {
      const end = endOfString(text, i);
      const keys = open.at(-1);
      if (keys !== undefined && isFollowedByColon(text, end)) {
        const key = decodeKey(text.slice(i, end));
        if (keys.has(key)) return { kind: 'duplicate-key', key };
        keys.add(key);
      }
      i = end - 1;
    }
  }
  return undefined;
}

/** Index after the closing quote of the string that opens at `start`, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === '"') return i + 1;
  }
  return text.length;
}

function isFollowedByColon(text: string, from: number): boolean {
  let i = from;
  while (text[i] === ' ' || text[i] === '\n' || text[i] === '\r' || text[i] === '\t') i += 1;
  return text[i] === ':';
}

// Escapes are resolved, since "a" and "\u0061" are one key; a broken escape is left for JSON.parse to report.
function decodeKey(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted;
  }
}
