// How GPT-2 cuts text into words before it merges inside them: Radford et al. 2019, section 2.2.

/** English contractions; letters, digits or other symbols with the space before them; white space. */
const WORDS = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** The words of a text; together they are the text. */
export function splitWords(text: string): readonly string[] {
  return text.match(WORDS) ?? [];
}
