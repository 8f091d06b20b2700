/**
 * The candidate that a mistyped name most likely meant, or undefined where none is near.
 *
 * @see Damerau 1964: insertions, deletions, substitutions and swaps of neighbours each count as one slip.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  const given = name.toLowerCase();
  // One slip in three letters is a typing error; more is another word.
  let best = Math.max(1, Math.floor(given.length / 3)) + 1;
  let nearest: string | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(given, candidate.toLowerCase());
    if (distance < best) {
      best = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, substitution);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, at(beforeLast, j - 2) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
