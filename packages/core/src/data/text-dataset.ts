// Codes: E-DATA-010 no text, -011 the text is too short, -012 not UTF-8.
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import {
  DatasetError,
  type InputSpec,
  type Named,
  ShapeMismatchError,
  type TextDataFacts,
  type TextDataRequest,
} from '@aigc/plugin-api';
import { sha256 } from '../storage/sha256.js';
import { type DataManifest, dataHash } from './data-manifest.js';
import type { BatchReader, DataPart, DataSettings, Dataset, ReaderOptions } from './dataset.js';

/** The file of a run that holds its tokenizer. */
export const TOKENIZER_FILE = 'tokenizer.json';

/**
 * A text as data: tokens, the last `validationShare` of them held out.
 *
 * @param stored `tokenizer.json` of the run that goes on
 * @throws DatasetError (exit 10) when there is no such file or it is not UTF-8 text.
 */
export async function openTextDataset(
  path: string,
  request: TextDataRequest,
  settings: DataSettings,
  stored: string | undefined,
): Promise<Dataset> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new DatasetError('E-DATA-010', `no text can be read from ${path}`, {
      path: resolve(path),
      hints: ['give --data a file of UTF-8 text'],
      cause,
    });
  });
  const text = decodeUtf8(bytes, path);
  const tokenizer = request.tokenizer(text, stored);
  const tokens = tokenizer.encode(text);
  const { validationShare = 0 } = settings;
  const trained = Math.floor(tokens.length * (1 - validationShare));
  const files = [{ path: basename(path), sha256: sha256(bytes) }];
  const described = { kind: 'text', reading: { validationShare }, files } as const;
  const manifest: DataManifest = { data: 1, hash: dataHash(described), ...described, skipped: [] };
  const facts: TextDataFacts = { kind: 'text', count: trained, vocabSize: tokenizer.vocabSize };
  const parts = { train: tokens.subarray(0, trained), validation: tokens.subarray(trained) };
  return {
    facts,
    manifest,
    warnings: [],
    exampleShape: [],
    files: { [TOKENIZER_FILE]: tokenizer.serialize() },
    count: (part) => parts[part].length,
    openReader: (specs, options) => openTokenReader(parts, specs, options),
  };
}

function decodeUtf8(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DatasetError('E-DATA-012', `${path} is not UTF-8 text`, { path: resolve(path), hints: ['convert it'], cause });
  }
}

/** Training: stretches that begin anywhere. Validation: one stretch after another, each token predicted once. */
function openTokenReader(
  parts: { readonly [part in DataPart]: Int32Array },
  specs: Named<InputSpec>,
  { part, stream }: ReaderOptions,
): BatchReader {
  const [name, spec] = Object.entries(specs).find(([, { source }]) => source === 'tokens') ?? [];
  if (name === undefined || spec?.shape.length !== 2) throw new ShapeMismatchError('trainInputs', 'an input of tokens', 'none');
  const [batchSize, length] = spec.shape as [number, number];
  const tokens = parts[part];
  if (tokens.length < length) {
    throw new DatasetError(
      'E-DATA-011',
      `the ${part} part has ${tokens.length} tokens, fewer than the ${length} of one stretch`,
      {
        hints: ['give more text, or a smaller --context-length'],
      },
    );
  }
  const windows = stream.fork('windows');
  const starts = tokens.length - length + 1;
  // the last token of a stretch is only predicted: the next one begins with it
  const stride = length - 1;
  const inOrder = Math.floor((tokens.length - 1) / stride);
  const startOf = (index: number): ((row: number) => number) => {
    if (part === 'validation') return (row) => ((index * batchSize + row) % inOrder) * stride;
    const drawn = windows.at(index).uniform(batchSize);
    return (row) => Math.floor((drawn[row] as number) * starts);
  };
  return {
    batchSize,
    batches: part === 'train' ? Number.POSITIVE_INFINITY : Math.ceil(inOrder / batchSize),
    read: async (index) => {
      const data = new Int32Array(batchSize * length);
      const start = startOf(index);
      for (let row = 0; row < batchSize; row++) {
        const from = start(row);
        data.set(tokens.subarray(from, from + length), row * length);
      }
      return { [name]: { shape: spec.shape, dtype: 'int32', data } };
    },
  };
}
