/**
 * Different n-grams of texts as a share of all their n-grams, 0 to 1: low where a model repeats itself. 0 for texts without any.
 *
 * @see Li et al. 2016, arXiv 1510.03055, section 5.2
 */
export function distinctN(texts: readonly (readonly string[])[], n: number): number {
  const seen = new Set<string>();
  let total = 0;
  for (const words of texts) {
    for (let i = 0; i + n <= words.length; i++) {
      seen.add(JSON.stringify(words.slice(i, i + n)));
      total += 1;
    }
  }
  return total === 0 ? 0 : seen.size / total;
}

/** What distinct-n counts: words and single signs of a text, without white space. */
export function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}']+|[^\s\p{L}\p{N}']/gu) ?? [];
}
