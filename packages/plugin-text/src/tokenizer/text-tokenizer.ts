import { DatasetError, type Tokenizer } from '@aigc/plugin-api';
import { nameOfBytes } from './byte-alphabet.js';
import { MergeTable } from './merge-pairs.js';
import { splitWords } from './split-words.js';
import { type TokenizerModel, tokenizerFile } from './tokenizer-file.js';

/** A tokenizer whose tokens are byte strings, so that text can be shown as it comes. */
export interface TextTokenizer extends Tokenizer {
  /** UTF-8 of a token; a character may be spread over several. */
  tokenBytes(tokenId: number): Uint8Array;
  /** The id of a special token such as `<|endoftext|>`. */
  specialToken(content: string): number | undefined;
}

const encoder = new TextEncoder();

/** Words that are met often are merged once. */
const CACHED_WORDS = 100_000;

/** Makes a tokenizer of its alphabet, merges and special tokens. */
export function textTokenizer(model: TokenizerModel): TextTokenizer {
  const { tokens, specials } = model;
  const vocabSize = tokens.length;
  const bytes = tokens.map((token, id) => specials.get(id) ?? token);
  const encodeWord = model.kind === 'characters' ? characterEncoder(tokens) : byteEncoder(model);
  const splitSpecials = specialSplitter(specials);
  return {
    vocabSize,
    encode(text) {
      const ids: number[] = [];
      for (const part of splitSpecials(text)) {
        if (typeof part === 'number') ids.push(part);
        else for (const word of model.splitsWords ? splitWords(part) : [part]) encodeWord(word, ids);
      }
      return Int32Array.from(ids);
    },
    decode: (tokenIds) => decodeUtf8(Array.from(tokenIds, (id) => bytes[id] ?? new Uint8Array())),
    serialize: () => `${JSON.stringify(tokenizerFile(model), undefined, 2)}\n`,
    tokenBytes: (id) => bytes[id] ?? new Uint8Array(),
    specialToken: (content) => [...specials].find(([, held]) => decodeUtf8([held]) === content)?.[0],
  };
}

function decodeUtf8(parts: readonly Uint8Array[]): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(parts));
}

/** Appends the ids of a text's characters. */
function characterEncoder(tokens: readonly Uint8Array[]): (text: string, ids: number[]) => void {
  const idOf = new Map(tokens.map((token, id) => [decodeUtf8([token]), id]));
  return (text, ids) => {
    for (const character of text) {
      const id = idOf.get(character);
      if (id === undefined) throw unknownSymbol(character);
      ids.push(id);
    }
  };
}

/** Appends the ids of a word's bytes, merged. */
function byteEncoder({ tokens, merges }: TokenizerModel): (word: string, ids: number[]) => void {
  const idOf = new Map([...tokens.entries()].flatMap(([id, token]) => (token.length === 1 ? [[token[0], id] as const] : [])));
  const table = new MergeTable(merges, tokens.length);
  const known = new Map<string, readonly number[]>();
  return (word, ids) => {
    let merged = known.get(word);
    if (merged === undefined) {
      const single = Array.from(encoder.encode(word), (byte) => {
        const id = idOf.get(byte);
        if (id === undefined) throw unknownSymbol(nameOfBytes([byte]));
        return id;
      });
      merged = merges.length === 0 ? single : table.apply(single);
      if (known.size < CACHED_WORDS) known.set(word, merged);
    }
    for (const id of merged) ids.push(id);
  };
}

/** Cuts a text at special tokens, which become their ids; the longest is tried first. */
function specialSplitter(specials: ReadonlyMap<number, Uint8Array>): (text: string) => (string | number)[] {
  if (specials.size === 0) return (text) => [text];
  const idOf = new Map([...specials].map(([id, held]) => [decodeUtf8([held]), id]));
  const longestFirst = [...idOf.keys()].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((content) => content.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const pattern = new RegExp(`(${escaped.join('|')})`, 'u');
  return (text) => text.split(pattern).map((part) => idOf.get(part) ?? part);
}

function unknownSymbol(symbol: string): DatasetError {
  const code = (symbol.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0');
  return new DatasetError('E-DATA-040', `the tokenizer does not know the symbol ${JSON.stringify(symbol)} (U+${code})`, {
    hints: [
      'use only symbols of the text that the model was trained on',
      'or train with --tokenizer bytes or bpe: they know any text',
    ],
  });
}
