/**
 * Starts of all suffixes of a text, sorted by suffix, by UTF-16 units.
 *
 * Doubles the length that is sorted by, with two counting sorts a round: `O(n log n)` each for a text of n units.
 *
 * @see Manber and Myers 1993, "Suffix arrays: a new method for on-line string searches", section 3
 */
export function suffixArray(text: string): Uint32Array {
  const length = text.length;
  let ranks = Uint32Array.from({ length }, (_, i) => text.charCodeAt(i) + 1);
  let order = sortedBy(
    ranks,
    Uint32Array.from({ length }, (_, i) => i),
  );
  for (let half = 1; half < length; half *= 2) {
    order = sortedBy(ranks, byContinuation(order, half));
    const next = new Uint32Array(length);
    let rank = 1;
    for (let i = 0; i < length; i++) {
      const [here, before] = [order[i] as number, order[i - 1] ?? 0];
      const isSame = i > 0 && ranks[here] === ranks[before] && (ranks[here + half] ?? 0) === (ranks[before + half] ?? 0);
      if (i > 0 && !isSame) rank += 1;
      next[here] = rank;
    }
    ranks = next;
    if (rank === length) break;
  }
  return order;
}

/** Suffixes in the order of what follows `half` units later; those that are shorter come first. */
function byContinuation(order: Uint32Array, half: number): Uint32Array {
  const result = new Uint32Array(order.length);
  let count = 0;
  for (let start = Math.max(0, order.length - half); start < order.length; start++) result[count++] = start;
  for (const start of order) if (start >= half) result[count++] = start - half;
  return result;
}

/** `items` sorted by rank; those of one rank keep their order. */
function sortedBy(ranks: Uint32Array, items: Uint32Array): Uint32Array {
  let highest = 0;
  for (const rank of ranks) if (rank > highest) highest = rank;
  const places = new Uint32Array(highest + 2);
  for (const rank of ranks) places[rank + 1] = (places[rank + 1] as number) + 1;
  for (let rank = 1; rank < places.length; rank++) places[rank] = (places[rank] as number) + (places[rank - 1] as number);
  const result = new Uint32Array(items.length);
  for (const item of items) {
    const rank = ranks[item] as number;
    const place = places[rank] as number;
    result[place] = item;
    places[rank] = place + 1;
  }
  return result;
}
