/** What tokens are: characters of the text, bytes of its UTF-8, or frequent byte strings. */
export const TOKENIZER_KINDS = ['characters', 'bytes', 'bpe'] as const;
export type TokenizerKind = (typeof TOKENIZER_KINDS)[number];
