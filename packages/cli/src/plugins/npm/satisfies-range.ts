type Triple = readonly [number, number, number];

const COMPARATOR = /^(\^|~|>=|<=|>|<|=)?v?(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:[-+][\w.+-]+)?$/;

/**
 * Whether a released version is in an npm range: exact, `^`, `~`, `>=`, `<`, `x`, several of them, `||`. Pre-releases count as
 * their release.
 */
export function satisfiesRange(version: string, range: string): boolean {
  const given = tripleOf(version);
  if (given === undefined) return false;
  return range.split('||').some((part) => {
    const comparators = part
      .trim()
      .replaceAll(/(\^|~|[<>]=?|=)\s+/g, '$1')
      .split(/\s+/)
      .filter(Boolean);
    return comparators.every((comparator) => satisfies(given, comparator));
  });
}

function satisfies(version: Triple, comparator: string): boolean {
  if (comparator === '*' || comparator === 'latest') return true;
  const match = COMPARATOR.exec(comparator);
  if (match === null) return false;
  const [, operator = '', ...words] = match;
  const given = words.filter((word) => /^\d+$/.test(word ?? '')).map(Number);
  const [major = 0, minor = 0, patch = 0] = given;
  const low: Triple = [major, minor, patch];
  switch (operator) {
    case '>=':
      return compare(version, low) >= 0;
    case '>':
      return compare(version, low) > 0;
    case '<':
      return compare(version, low) < 0;
    case '<=':
      return compare(version, low) <= 0;
    case '^':
      return compare(version, low) >= 0 && compare(version, nextBreaking(low, given.length)) < 0;
    case '~':
      return compare(version, low) >= 0 && compare(version, after(low, Math.min(given.length, 2))) < 0;
    default:
      return compare(version, low) >= 0 && (given.length === 0 || compare(version, after(low, given.length)) < 0);
  }
}

/** The first version that `^` leaves out: the first part that is not 0 may not change. */
function nextBreaking(low: Triple, given: number): Triple {
  const first = low.findIndex((part) => part > 0);
  return after(low, first === -1 ? Math.max(1, given) : Math.min(first + 1, Math.max(1, given)));
}

/** The first version beyond those that share the first `parts` parts. */
function after([major, minor, patch]: Triple, parts: number): Triple {
  if (parts <= 1) return [major + 1, 0, 0];
  return parts === 2 ? [major, minor + 1, 0] : [major, minor, patch + 1];
}

function compare(a: Triple, b: Triple): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

function tripleOf(version: string): Triple | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}
