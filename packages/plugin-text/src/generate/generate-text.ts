import { randomStream } from '@aigc/core';
import type { DeviceName } from '@aigc/engine';
import { END_OF_TEXT } from '../pretrained/write-gpt2.js';
import type { TextModel } from './load-text-model.js';
import type { TokenChoice } from './next-token.js';
import { StopFinder } from './stop-finder.js';
import { TextProgram } from './text-program.js';

/** What to write. */
export interface TextRequest {
  /** The text to go on with; the model begins at an end of text, or a new line, where it is empty. */
  readonly prompt: string;
  /** 0 to 2^32 - 1; decides the text, with prompt, weights and settings. */
  readonly seed: number;
}

/** Where a text ends, if the model does not end it. */
export interface WriteTextOptions {
  readonly maxNewTokens: number;
  /** A text ends before any of these. */
  readonly stops?: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** How texts are written. */
export interface GenerateTextOptions extends TokenChoice, WriteTextOptions {
  readonly device?: DeviceName | undefined;
  readonly threads?: number | undefined;
}

/** Why a text ended: a stop string, the model's own end of text, its length, or Ctrl-C. */
export type TextEnd = 'stop' | 'end' | 'length' | 'interrupted';

/** A text that was written. */
export interface WrittenText extends TextRequest {
  /** Without the prompt. */
  readonly text: string;
  readonly tokens: number;
  readonly ended: TextEnd;
}

/** A piece of the text that is being written, or that it is finished. */
export type TextEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'written'; readonly written: WrittenText };

/**
 * Writes one text after another with one compiled model; the same request gives the same text whatever is written before it.
 *
 * @throws DatasetError where the prompt has a symbol that the tokenizer does not know.
 */
export async function* generateTexts(
  model: TextModel,
  requests: Iterable<TextRequest>,
  options: GenerateTextOptions,
): AsyncGenerator<TextEvent> {
  const { config, parameters } = model;
  const { temperature, topK, topP, device, threads } = options;
  const program = new TextProgram({ config, parameters, choice: { temperature, topK, topP }, device, threads });
  try {
    for (const request of requests) {
      if (options.signal?.aborted === true) return;
      yield* writeText(program, model, request, options);
    }
  } finally {
    await program.dispose();
  }
}

/** Writes one text with a program that has the model's weights; what the program was used for before makes no difference. */
export async function* writeText(
  program: TextProgram,
  { tokenizer, config }: Pick<TextModel, 'tokenizer' | 'config'>,
  request: TextRequest,
  { maxNewTokens, stops = [], signal }: WriteTextOptions,
): AsyncGenerator<TextEvent> {
  const endId = tokenizer.specialToken(END_OF_TEXT);
  const draws = randomStream(request.seed).fork('tokens');
  const known = firstTokens({ tokenizer, config }, request.prompt, endId);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const finder = new StopFinder(stops);
  let [text, tokens, ended]: [string, number, TextEnd] = ['', 0, 'length'];
  let last: number | undefined;
  while (tokens < maxNewTokens && ended === 'length') {
    const uniform = draws.at(tokens).uniform(1)[0] as number;
    // a full context is read again from its newer half
    const isRead = last === undefined || program.isFull;
    last = isRead
      ? await program.read(newest(known, config.contextLength, last !== undefined), uniform)
      : await program.next(last as number, uniform);
    tokens += 1;
    known.push(last);
    if (last === endId) ended = 'end';
    else {
      const found = finder.push(decoder.decode(tokenizer.tokenBytes(last), { stream: true }));
      text += found.text;
      if (found.text !== '') yield { type: 'text', text: found.text };
      if (found.isStopped) ended = 'stop';
      else if (signal?.aborted === true) ended = 'interrupted';
    }
  }
  const rest = ended === 'stop' ? '' : finder.end() + decoder.decode();
  if (rest !== '') yield { type: 'text', text: rest };
  yield { type: 'written', written: { ...request, text: text + rest, tokens, ended } };
}

/** Tokens of the prompt, at least one. */
function firstTokens(
  { tokenizer }: Pick<TextModel, 'tokenizer' | 'config'>,
  prompt: string,
  endId: number | undefined,
): number[] {
  if (prompt !== '') return [...tokenizer.encode(prompt)];
  return endId === undefined ? [...tokenizer.encode(newLine(tokenizer))] : [endId];
}

/** The start of a line where the tokenizer has lines, else its first symbol. */
function newLine(tokenizer: TextModel['tokenizer']): string {
  const first = tokenizer.decode([0]);
  try {
    tokenizer.encode('\n');
    return '\n';
  } catch {
    return first;
  }
}

/** The tokens to read: all, or the newest that fit; half of the context where it is to be filled again. */
function newest(known: readonly number[], contextLength: number, isRefill: boolean): readonly number[] {
  return known.slice(-(isRefill ? Math.ceil(contextLength / 2) : contextLength));
}
