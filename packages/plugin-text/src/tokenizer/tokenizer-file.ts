// `tokenizer.json` as Hugging Face's tokenizers write and read it: every kind here is its model BPE.
import { InvalidConfigError } from '@aigc/plugin-api';
import { z } from 'zod';
import { bytesOfName, nameOfBytes } from './byte-alphabet.js';

/** What a tokenizer consists of. */
export interface TokenizerModel {
  /** Whether tokens are made of characters or of bytes. */
  readonly kind: 'characters' | 'bytes';
  /** UTF-8 of each token, by id. */
  readonly tokens: readonly Uint8Array[];
  /** `[left, right, merged]` ids, first learnt first; none for tokens of one symbol. */
  readonly merges: readonly (readonly [number, number, number])[];
  /** True where merges do not cross words. */
  readonly splitsWords: boolean;
  /** UTF-8 of tokens that are looked for in the text before anything else, by id. */
  readonly specials: ReadonlyMap<number, Uint8Array>;
}

const byteLevel = z.object({
  type: z.literal('ByteLevel'),
  add_prefix_space: z.literal(false).optional(),
  use_regex: z.boolean().optional(),
});

/** Not a record of zod's: that leaves `__proto__` out, which may well be a token. */
const vocab = z.custom<{ readonly [name: string]: number }>(
  (value) => typeof value === 'object' && value !== null && Object.values(value).every((id) => Number.isInteger(id) && id >= 0),
  'expected ids by token',
);

const fileSchema = z.object({
  added_tokens: z.array(z.object({ id: z.number().int().min(0), content: z.string().min(1) })).default([]),
  normalizer: z.null().optional(),
  pre_tokenizer: byteLevel.nullish(),
  model: z.object({
    type: z.literal('BPE').default('BPE'),
    vocab,
    merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()])])),
    byte_fallback: z.literal(false).nullish(),
    continuing_subword_prefix: z.enum(['']).nullish(),
    end_of_word_suffix: z.enum(['']).nullish(),
  }),
});

/** The contents of `tokenizer.json`. */
export function tokenizerFile(model: TokenizerModel): object {
  const { kind, tokens, merges, splitsWords, specials } = model;
  const nameOf = (id: number) => tokenName(kind, tokens[id] as Uint8Array, specials.get(id));
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: splitsWords };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [...specials].map(([id, content]) => ({
      id,
      content: utf8(content),
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: kind === 'bytes' ? byteLevel : null,
    post_processor: kind === 'bytes' ? { ...byteLevel, use_regex: true } : null,
    decoder: kind === 'bytes' ? { ...byteLevel, use_regex: true } : { type: 'Fuse' },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      vocab: Object.fromEntries(tokens.map((_, id) => [nameOf(id), id])),
      merges: merges.map(([left, right]) => `${nameOf(left)} ${nameOf(right)}`),
    },
  };
}

const utf8 = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
const tokenName = (kind: TokenizerModel['kind'], token: Uint8Array, special: Uint8Array | undefined) =>
  special !== undefined || kind === 'characters' ? utf8(special ?? token) : nameOfBytes(token);

/**
 * Reads `tokenizer.json`: byte-level BPE such as GPT-2's, or single characters.
 *
 * @param source the file, for messages
 * @throws InvalidConfigError for damaged files and for other kinds of tokenizer.
 */
export function parseTokenizerFile(json: string, source = 'tokenizer.json'): TokenizerModel {
  let file: z.infer<typeof fileSchema>;
  try {
    file = fileSchema.parse(JSON.parse(json));
  } catch (cause) {
    const issue = cause instanceof z.ZodError ? cause.issues[0] : undefined;
    const reason = issue === undefined ? (cause as Error).message : `${issue.path.join('.')}: ${issue.message}`;
    throw refused(source, reason, cause);
  }
  const { model, added_tokens: added, pre_tokenizer: split } = file;
  const kind = split == null ? 'characters' : 'bytes';
  if (kind === 'characters' && model.merges.length > 0) throw refused(source, 'merges of characters are not supported');
  const specials = new Map(added.map(({ id, content }) => [id, new TextEncoder().encode(content)]));
  const ids = new Map([...Object.entries(model.vocab), ...added.map(({ content, id }) => [content, id] as const)]);
  const tokens: Uint8Array[] = [];
  for (const [name, id] of ids) {
    tokens[id] = specials.get(id) ?? (kind === 'bytes' ? bytesOfName(name) : new TextEncoder().encode(name)) ?? new Uint8Array();
  }
  const missing = Array.from(tokens).indexOf(undefined as never);
  if (missing !== -1) throw refused(source, `no token has the id ${missing}`);
  return { kind, tokens, merges: mergedIds(model.merges, ids, source), splitsWords: split?.use_regex ?? split != null, specials };
}

function mergedIds(
  merges: readonly (string | readonly [string, string])[],
  ids: ReadonlyMap<string, number>,
  source: string,
): [number, number, number][] {
  return merges.map((merge) => {
    const [left = '', right = ''] = typeof merge === 'string' ? merge.split(' ', 2) : merge;
    const found = [ids.get(left), ids.get(right), ids.get(left + right)];
    if (found.includes(undefined)) throw refused(source, `the merge "${left} ${right}" names a token that is not there`);
    return found as [number, number, number];
  });
}

function refused(source: string, reason: string, cause?: unknown): InvalidConfigError {
  return new InvalidConfigError('E-CONFIG-140', `the tokenizer cannot be used: ${reason}`, {
    path: source,
    hints: ['byte-level BPE as GPT-2 has it, bytes and single characters are supported'],
    cause,
  });
}
