import { resolve } from 'node:path';
import { writeFileAtomic } from '@aigc/core';
import type { ArtifactEvent } from '@aigc/plugin-api';
import { type GenerateTextOptions, generateTexts, type WrittenText } from './generate-text.js';
import type { TextModel } from './load-text-model.js';
import { readPrompts } from './read-prompts.js';

/** What a file of prompts is made into. */
export interface WriteBatchOptions extends GenerateTextOptions {
  readonly prompts: string;
  readonly out: string;
  /** Seed of the first text of each prompt; the others follow. */
  readonly seed: number;
  /** Texts for each prompt. */
  readonly count: number;
}

/** The file that was written. */
export interface WrittenBatch {
  readonly path: string;
  readonly texts: number;
  readonly tokens: number;
}

/**
 * Goes on with each prompt of a file and writes JSON lines: the fields of the prompt's line, then `seed`, `text`, `ended`.
 *
 * @throws DatasetError where the prompts cannot be read, StorageError when the disk refuses, AbortError when
 * stopped; then nothing is written.
 */
export async function* writeBatch(model: TextModel, options: WriteBatchOptions): AsyncGenerator<ArtifactEvent, WrittenBatch> {
  const { prompts, seed, count } = options;
  const rows = (await readPrompts(prompts)).flatMap((row) => Array.from({ length: count }, (_, i) => ({ row, seed: seed + i })));
  const requests = rows.map(({ row, seed }) => ({ prompt: row.prompt, seed }));
  const written: WrittenText[] = [];
  for await (const event of generateTexts(model, requests, options)) {
    if (event.type !== 'written') continue;
    written.push(event.written);
    yield { type: 'progress', stage: 'writing', done: written.length, total: rows.length };
  }
  options.signal?.throwIfAborted();
  const path = resolve(options.out);
  const lines = written.map(({ seed, text, ended }, i) => JSON.stringify({ ...rows[i]?.row, seed, text, ended }));
  await writeFileAtomic(path, `${lines.join('\n')}\n`);
  yield { type: 'artifact-written', path, kind: 'text' };
  return { path, texts: written.length, tokens: written.reduce((sum, { tokens }) => sum + tokens, 0) };
}
