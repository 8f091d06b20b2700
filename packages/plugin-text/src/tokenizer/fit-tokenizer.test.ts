import { DatasetError, InvalidConfigError } from '@aigc/plugin-api';
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fitTokenizer, parseTokenizer } from './fit-tokenizer.js';
import { TOKENIZER_KINDS } from './tokenizer-kinds.js';

const VERSE = "Full fathom five thy father lies; of his bones are coral made: those are pearls that were his eyes, 'tis he's.\n";
const VOCAB_SIZE = 300;
/** Any Unicode text but lone surrogates, which UTF-8 does not have. */
const anyText = fc.string({ unit: 'binary', minLength: 1, maxLength: 60 });

const asTheirs = (json: string) => new HuggingFaceTokenizer(JSON.parse(json), { clean_up_tokenization_spaces: false });

describe.each(TOKENIZER_KINDS)('a tokenizer of %s', (kind) => {
  test('gives any text back that it was fitted to', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokenizer = fitTokenizer(kind, text, VOCAB_SIZE);
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
      }),
    );
  });

  test('is read back from its file with the same ids, by us and by Hugging Face', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokenizer = fitTokenizer(kind, text, VOCAB_SIZE);
        const json = tokenizer.serialize();
        const ids = [...tokenizer.encode(text)];
        expect([...parseTokenizer(json).encode(text)]).toEqual(ids);
        expect(parseTokenizer(json).serialize()).toBe(json);
        const theirs = asTheirs(json);
        expect(theirs.encode(text).ids).toEqual(ids);
        expect(theirs.decode(ids)).toBe(text);
      }),
    );
  });

  test('has ids from 0 to the size of its vocabulary', () => {
    const tokenizer = fitTokenizer(kind, VERSE, VOCAB_SIZE);

    expect(Math.max(...tokenizer.encode(VERSE))).toBeLessThan(tokenizer.vocabSize);
    expect(Math.min(...tokenizer.encode(VERSE))).toBeGreaterThanOrEqual(0);
  });
});

describe.each(['bytes', 'bpe'] as const)('a tokenizer of %s fitted to a verse', (kind) => {
  const tokenizer = fitTokenizer(kind, VERSE.repeat(3), VOCAB_SIZE);
  const theirs = asTheirs(tokenizer.serialize());

  test('knows any other text too', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const ids = tokenizer.encode(text);
        expect(tokenizer.decode(ids)).toBe(text);
        expect([...ids]).toEqual(theirs.encode(text).ids);
      }),
    );
  });
});

describe('a tokenizer of characters', () => {
  test('numbers the characters by code point', () => {
    const tokenizer = fitTokenizer('characters', 'banana 𝄞', 0);

    // space, a, b, n, G clef: beyond 16 bits, one symbol
    expect(tokenizer.vocabSize).toBe(5);
    expect([...tokenizer.encode('nab 𝄞')]).toEqual([3, 1, 2, 0, 4]);
  });

  test('names a symbol that it does not know', () => {
    const tokenizer = fitTokenizer('characters', 'abc', 0);

    expect(() => tokenizer.encode('ab€')).toThrow(DatasetError);
    expect(() => tokenizer.encode('ab€')).toThrow('the tokenizer does not know the symbol "€" (U+20AC)');
  });
});

describe('a tokenizer of bpe', () => {
  test('merges the most frequent pair first, and of equals the one with the smaller ids', () => {
    const tokenizer = fitTokenizer('bpe', 'low low low lower', 259);

    // "lo", "ow" and "w" cut by spaces: l-o and o-w occur four times each, as does " l" three times; l < o
    const json = JSON.parse(tokenizer.serialize()) as { model: { merges: string[] } };
    expect(json.model.merges).toEqual(['l o', 'lo w', 'Ġ low']);
    expect(tokenizer.decode([256])).toBe('lo');
    expect([...tokenizer.encode(' lower')]).toEqual([258, 0x65, 0x72]);
  });

  test('stops where no pair occurs twice', () => {
    expect(fitTokenizer('bpe', 'abcdef', 1000).vocabSize).toBe(256);
  });

  test('learns a name of JavaScript as a token like any other', () => {
    const tokenizer = fitTokenizer('bpe', '__proto__ __proto__ __proto__', 300);

    expect(parseTokenizer(tokenizer.serialize()).vocabSize).toBe(tokenizer.vocabSize);
  });

  test('shows text as it comes: the bytes of its tokens are the text', () => {
    const tokenizer = fitTokenizer('bpe', VERSE, VOCAB_SIZE);
    const bytes = [...tokenizer.encode('où, 😀')].map((id) => tokenizer.tokenBytes(id));

    expect(Buffer.concat(bytes).toString()).toBe('où, 😀');
  });
});

describe('parseTokenizer', () => {
  const plain = JSON.parse(fitTokenizer('bpe', VERSE, 260).serialize());
  const withEnd = {
    ...plain,
    added_tokens: [{ id: 260, content: '<|endoftext|>', special: true, normalized: false }],
  };

  test('takes special tokens out of the text first, as Hugging Face does', () => {
    const json = JSON.stringify(withEnd);
    const tokenizer = parseTokenizer(json);
    const text = 'the end<|endoftext|>the beginning';

    expect(tokenizer.specialToken('<|endoftext|>')).toBe(260);
    expect([...tokenizer.encode(text)]).toEqual(asTheirs(json).encode(text).ids);
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    expect(parseTokenizer(tokenizer.serialize()).specialToken('<|endoftext|>')).toBe(260);
  });

  test.each([
    ['what is not JSON', 'token', 'JSON'],
    ['another kind of model', JSON.stringify({ ...plain, model: { ...plain.model, type: 'Unigram' } }), 'model.type'],
    ['a merge of unknown tokens', JSON.stringify({ ...plain, model: { ...plain.model, merges: ['q zz'] } }), '"q zz"'],
    ['a gap in the ids', JSON.stringify({ ...plain, model: { ...plain.model, vocab: { a: 0, b: 2 }, merges: [] } }), 'id 1'],
  ])('refuses %s', (_, json, reason) => {
    expect(() => parseTokenizer(json, 'tokenizer.json')).toThrow(InvalidConfigError);
    expect(() => parseTokenizer(json, 'tokenizer.json')).toThrow(reason);
  });
});
