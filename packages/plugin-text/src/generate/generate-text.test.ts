import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomStream } from '@aigc/core';
import { DatasetError, type HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { gpt } from '../gpt/model.js';
import type { GptState } from '../gpt/train-step.js';
import { fitTokenizer } from '../tokenizer/fit-tokenizer.js';
import { type GenerateTextOptions, generateTexts, type TextEvent, type WrittenText } from './generate-text.js';
import type { TextModel } from './load-text-model.js';
import { parametersOf } from './parameters-of.js';
import { TextProgram } from './text-program.js';
import { writeBatch } from './write-batch.js';

const ALPHABET = 'abcdefgh \n';
const OPTIONS: GenerateTextOptions = { temperature: 1, topK: 0, topP: 1, maxNewTokens: 20, stops: [] };

/** A small model with weights so large that its choices are its own. */
function tinyModel(settings: object = {}): TextModel {
  const tokenizer = fitTokenizer('characters', ALPHABET, 0);
  const facts = { kind: 'text', count: 100, vocabSize: tokenizer.vocabSize } as const;
  const config = gpt.resolveConfig({ contextLength: 48, layers: 2, heads: 2, width: 16, emaDecay: 0, ...settings }, facts);
  const state = gpt.initialState(config, randomStream(3)) as unknown as GptState<HostTensor>;
  const data = (state.weights.data as Float32Array).map((value) => (value === 1 ? 1 : 8 * value));
  return {
    config,
    tokenizer,
    parameters: parametersOf({ ...state, weights: { ...state.weights, data } }, config),
    step: 0,
    warnings: [],
  };
}

async function write(
  model: TextModel,
  prompt: string,
  options: object = {},
  seed = 0,
): Promise<{ events: TextEvent[]; written: WrittenText }> {
  const events: TextEvent[] = [];
  for await (const event of generateTexts(model, [{ prompt, seed }], { ...OPTIONS, ...options })) events.push(event);
  const last = events.at(-1) as Extract<TextEvent, { type: 'written' }>;
  return { events, written: last.written };
}

describe.each(['rotary', 'learned'] as const)('a cache with %s positions', (positions) => {
  // two pages and a bit
  test('draws what reading everything again draws', async () => {
    const { config, parameters } = tinyModel({ positions, contextLength: 80 });
    const program = new TextProgram({ config, parameters, choice: { temperature: 1, topK: 0, topP: 1 } });
    const uniform = (i: number) => randomStream(1).at(i).uniform(1)[0] as number;
    const cached = [1, 2];
    cached.push(await program.read(cached, uniform(0)));
    while (cached.length < 75) cached.push(await program.next(cached.at(-1) as number, uniform(cached.length)));

    const again: number[] = [];
    for (const length of [3, 20, 34, 35, 36, 66, 67, 74])
      again.push(await program.read(cached.slice(0, length), uniform(length)));
    await program.dispose();

    expect(again).toEqual([3, 20, 34, 35, 36, 66, 67, 74].map((length) => cached[length]));
    // a model that always draws one token would pass
    expect(new Set(cached).size).toBeGreaterThan(3);
  });
});

describe('generateTexts', () => {
  test('gives one text for one seed, whatever is written before it, and another for another', async () => {
    const model = tinyModel();
    const texts: WrittenText[] = [];
    const requests = [4, 5, 4].map((seed) => ({ prompt: 'abc', seed }));
    for await (const event of generateTexts(model, requests, OPTIONS)) if (event.type === 'written') texts.push(event.written);

    expect(texts[2]).toEqual(texts[0]);
    expect(texts[1]?.text).not.toBe(texts[0]?.text);
    expect(texts[0]).toMatchObject({ prompt: 'abc', seed: 4, tokens: 20, ended: 'length' });
  });

  test('shows in pieces what it writes', async () => {
    const { events, written } = await write(tinyModel(), 'abc');

    expect(events.map((event) => (event.type === 'text' ? event.text : '')).join('')).toBe(written.text);
    expect(events.length).toBeGreaterThan(10);
  });

  test('goes on beyond its context', async () => {
    const { written } = await write(tinyModel({ contextLength: 16 }), 'abc', { maxNewTokens: 60 });

    expect(written.tokens).toBe(60);
    expect(written.text).toHaveLength(60);
  });

  test('reads the newest part of a prompt that is longer than its context', async () => {
    const model = tinyModel({ contextLength: 16 });
    const [long, end] = [`${'abcdefgh'.repeat(5)}`, 'abcdefgh'.repeat(2)];

    expect((await write(model, long, { maxNewTokens: 1 })).written.text).toBe(
      (await write(model, end, { maxNewTokens: 1 })).written.text,
    );
  });

  test('ends before a stop string', async () => {
    const whole = (await write(tinyModel(), 'abc')).written.text;
    const stop = whole.slice(5, 7);
    const { written } = await write(tinyModel(), 'abc', { stops: [stop] });

    expect(written.ended).toBe('stop');
    expect(written.text).toBe(whole.slice(0, whole.indexOf(stop)));
  });

  test('begins by itself without a prompt', async () => {
    expect((await write(tinyModel(), '')).written.text).toHaveLength(20);
  });

  test('names a symbol of the prompt that it does not know', async () => {
    await expect(write(tinyModel(), 'abcß')).rejects.toThrow(DatasetError);
    await expect(write(tinyModel(), 'abcß')).rejects.toThrow('"ß" (U+00DF)');
  });
});

describe('writeBatch', () => {
  const batch = async (name: string, contents: string, count = 1) => {
    const folder = await mkdtemp(join(tmpdir(), 'aigc-'));
    const [prompts, out] = [join(folder, name), join(folder, 'out.jsonl')];
    await writeFile(prompts, contents);
    for await (const _ of writeBatch(tinyModel(), { ...OPTIONS, prompts, out, seed: 7, count }));
    return (await readFile(out, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { [field: string]: unknown });
  };

  test('goes on with each prompt of a CSV, and keeps its other columns', async () => {
    const rows = await batch('prompts.csv', 'id,prompt\n1,abc\n2,"a\nb"\n');

    expect(rows).toMatchObject([
      { id: '1', prompt: 'abc', seed: 7, ended: 'length' },
      { id: '2', prompt: 'a\nb', seed: 7 },
    ]);
    expect(rows[0]?.text).toBe((await write(tinyModel(), 'abc', {}, 7)).written.text);
  });

  test('goes on with each prompt of JSON lines as often as asked', async () => {
    const rows = await batch('prompts.jsonl', '{"prompt": "abc", "tag": [1]}\n\n{"prompt": "b"}\n', 2);

    expect(rows.map(({ prompt, seed, tag }) => [prompt, seed, tag])).toEqual([
      ['abc', 7, [1]],
      ['abc', 8, [1]],
      ['b', 7, undefined],
      ['b', 8, undefined],
    ]);
  });

  test.each([
    ['a CSV without a column of prompts', 'p.csv', 'text\nabc\n', 'entry 1 has no text called "prompt"'],
    ['lines that are not JSON', 'p.jsonl', '{"prompt": "a"}\noops\n', 'line 2 is not JSON'],
    ['an empty file', 'p.jsonl', '', 'it has no entries'],
  ])('refuses %s', async (_, name, contents, reason) => {
    await expect(batch(name, contents)).rejects.toThrow(reason);
  });
});
