// Codes: E-DATA-010 no text, -011 the text is too short, -012 not UTF-8.
import {
  DatasetError,
  type InputSpec,
  type Named,
  ShapeMismatchError,
  type TextDataFacts,
  type TextDataRequest,
} from '@aigc/plugin-api';
import { sha256 } from '../storage/sha256.js';
import { type DataFile, type DataManifest, dataHash } from './data-manifest.js';
import type { BatchReader, DataPart, DataSettings, Dataset, ReaderOptions } from './dataset.js';
import type { FileSource, WantedFiles } from './sources/file-source.js';
import { openSource } from './sources/open-source.js';

/** The file of a run that holds its tokenizer. */
export const TOKENIZER_FILE = 'tokenizer.json';

const TEXT_FILES: WantedFiles = { noun: 'text files', extensions: ['.txt', '.text', '.md'], takesAnyFile: true };

/** What to read as text. */
export interface TextDatasetOptions {
  readonly request: TextDataRequest;
  readonly settings: DataSettings;
  /** `tokenizer.json` of the run that goes on. */
  readonly stored: string | undefined;
}

/**
 * Text as data: the tokens of one file, or of all text files of a folder or archive in the order of their paths, the last
 * `validationShare` of them held out.
 *
 * @throws DatasetError (exit 10) when there is no text or it is not UTF-8.
 */
export async function openTextDataset(path: string, { request, settings, stored }: TextDatasetOptions): Promise<Dataset> {
  const source = await openSource(path, { ...TEXT_FILES, include: settings.include });
  const { text, files } = await readText(source);
  const tokenizer = request.tokenizer(text, stored);
  const tokens = tokenizer.encode(text);
  const { validationShare = 0 } = settings;
  const trained = Math.floor(tokens.length * (1 - validationShare));
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

/** All texts one after another, each on a line of its own. */
async function readText(source: FileSource): Promise<{ text: string; files: readonly DataFile[] }> {
  const read: (DataFile & { readonly text: string })[] = [];
  for await (const entry of source.entries()) {
    if (entry.pixels !== undefined) throw noText(source.path, 'it holds pictures');
    const bytes = await entry.bytes().catch((cause: unknown) => {
      throw noText(source.path, `${entry.path} cannot be read`, cause);
    });
    read.push({ path: entry.path, sha256: sha256(bytes), text: decodeUtf8(bytes, entry.path, source.path) });
  }
  read.sort((a, b) => (a.path < b.path ? -1 : 1));
  const text = read.map((file, i) => (i + 1 < read.length && !file.text.endsWith('\n') ? `${file.text}\n` : file.text)).join('');
  if (text === '') throw noText(source.path, 'it is empty');
  return { text, files: read.map(({ path, sha256 }) => ({ path, sha256 })) };
}

function noText(path: string, reason: string, cause?: unknown): DatasetError {
  const hints = ['give --data a file of UTF-8 text, or a folder of such files'];
  return new DatasetError('E-DATA-010', `no text can be read: ${reason}`, { path, hints, cause });
}

function decodeUtf8(bytes: Uint8Array, name: string, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DatasetError('E-DATA-012', `${name} is not UTF-8 text`, { path, hints: ['convert it'], cause });
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
    // copies of some kilobytes: there is nothing to wait for
    waitMs: 0,
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
