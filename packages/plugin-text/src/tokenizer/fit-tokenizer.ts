import { type TextTokenizer, textTokenizer } from './text-tokenizer.js';
import { parseTokenizerFile } from './tokenizer-file.js';
import type { TokenizerKind } from './tokenizer-kinds.js';
import { trainBpe } from './train-bpe.js';

/** A tokenizer for a text; `vocabSize` decides how many tokens a BPE learns. */
export function fitTokenizer(kind: TokenizerKind, text: string, vocabSize: number): TextTokenizer {
  if (kind === 'bpe') return textTokenizer(trainBpe(text, vocabSize));
  const whole = { merges: [], splitsWords: false, specials: new Map() };
  if (kind === 'bytes') {
    const tokens = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
    return textTokenizer({ kind, tokens, ...whole });
  }
  // in the order of their code points
  const characters = [...new Set(text)].sort((a, b) => (a.codePointAt(0) as number) - (b.codePointAt(0) as number));
  const tokens = characters.map((character) => new TextEncoder().encode(character));
  return textTokenizer({ kind, tokens, ...whole });
}

/** The tokenizer of a `tokenizer.json`. @throws InvalidConfigError where it is damaged or of another kind. */
export function parseTokenizer(json: string, source?: string): TextTokenizer {
  return textTokenizer(parseTokenizerFile(json, source));
}
