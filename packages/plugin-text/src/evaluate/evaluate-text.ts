import { join } from 'node:path';
import { openDataset, randomStream, readRunFiles, stepName, writeFileAtomic } from '@aigc/core';
import { type ArtifactEvent, DatasetError } from '@aigc/plugin-api';
import { generateTexts } from '../generate/generate-text.js';
import { type CheckpointOfRun, loadTextModel, type TextModel } from '../generate/load-text-model.js';
import { gpt } from '../gpt/model.js';
import { distinctN, wordsOf } from './distinct-n.js';
import { CopyFinder, type LongestCopy } from './longest-copy.js';
import { type TextLoss, textLoss } from './text-loss.js';

/** How a run is judged. */
export interface EvaluateTextOptions {
  readonly run: string;
  readonly checkpoint?: CheckpointOfRun | undefined;
  /** Texts to write, of seeds 0 and up. */
  readonly samples: number;
  /** Length of each, in tokens. */
  readonly tokens: number;
  readonly temperature: number;
  readonly threads?: number | undefined;
  /** Folder of the report; default `evaluation` in the run. */
  readonly outDir?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a run is worth. */
export interface TextEvaluation {
  readonly step: number | undefined;
  /** On all of the text that was held out. */
  readonly validation: TextLoss;
  /** Of what it writes by itself. */
  readonly written: {
    readonly samples: number;
    readonly tokens: number;
    readonly temperature: number;
    readonly characters: number;
    readonly distinct1: number;
    readonly distinct2: number;
    readonly distinct3: number;
    /** From the text that it learnt from. */
    readonly longestCopy: LongestCopy;
  };
  /** The same of the held-out text, in pieces as long: what human writing has. */
  readonly human: {
    readonly distinct1: number;
    readonly distinct2: number;
    readonly distinct3: number;
    readonly longestCopy: LongestCopy;
  };
}

/**
 * Judges a run on the text that it was trained on: loss over the whole held-out part, variety of what it writes, and how much of
 * that it copied; the held-out text is measured beside it. Writes the figures as JSON.
 *
 * @throws DatasetError where the text is not there any more or has changed, or nothing was held out.
 */
export async function* evaluateText(options: EvaluateTextOptions): AsyncGenerator<ArtifactEvent, TextEvaluation> {
  const { run, samples, tokens, temperature } = options;
  const model = await loadTextModel(run, options.checkpoint);
  for (const message of model.warnings) yield { type: 'warning', message };
  const parts = await textsOf(run, model);
  yield { type: 'progress', stage: 'reading held-out text', done: 1, total: 1 };
  const validation = await textLoss(model, parts.validation);
  const texts: string[] = [];
  const requests = Array.from({ length: samples }, (_, seed) => ({ prompt: '', seed }));
  const choice = { temperature, topK: 0, topP: 1, stops: [], threads: options.threads, signal: options.signal };
  for await (const event of generateTexts(model, requests, { ...choice, maxNewTokens: tokens })) {
    if (event.type !== 'written') continue;
    texts.push(event.written.text);
    yield { type: 'progress', stage: 'writing', done: texts.length, total: samples };
  }
  const finder = new CopyFinder(parts.train);
  const written = { samples, tokens, temperature, characters: texts.join('').length, ...variety(texts, finder) };
  const human = variety(piecesOf(parts.validation, texts), finder);
  const evaluation = { step: model.step, validation, written, human };
  // what has text to be judged on is a run, and a run has steps
  const report = join(options.outDir ?? join(run, 'evaluation'), `evaluation-${stepName(model.step ?? 0)}.json`);
  await writeFileAtomic(report, `${JSON.stringify(evaluation, undefined, 2)}\n`);
  yield { type: 'artifact-written', path: report, kind: 'evaluation' };
  return evaluation;
}

function variety(texts: readonly string[], finder: CopyFinder) {
  const words = texts.map(wordsOf);
  const copies = texts.map((text) => finder.longestCopy(text));
  const longestCopy = copies.reduce((a, b) => (b.length > a.length ? b : a));
  return { distinct1: distinctN(words, 1), distinct2: distinctN(words, 2), distinct3: distinctN(words, 3), longestCopy };
}

/** Pieces of a text, one behind the other, as long as the given ones; fewer where it ends. */
function piecesOf(text: string, like: readonly string[]): string[] {
  let begin = 0;
  const pieces = like.map(({ length }) => {
    begin += length;
    return text.slice(begin - length, begin);
  });
  return pieces.filter((piece, i) => i === 0 || piece !== '');
}

/** The parts of the run's text, as it was split for training. */
async function textsOf(run: string, { tokenizer, config }: TextModel): Promise<{ train: string; validation: string }> {
  const { data } = await readRunFiles(run);
  const request = gpt.data(config);
  const dataset = await openDataset({ path: data.path, request, settings: data.settings, tokenizer: tokenizer.serialize() });
  if (dataset.manifest.hash !== data.hash) {
    throw new DatasetError('E-DATA-044', 'the text is not what the run was trained on', {
      path: data.path,
      hints: ['restore it'],
    });
  }
  const whole = async (part: 'train' | 'validation'): Promise<string> => {
    const count = dataset.count(part);
    if (count < 2) throw new DatasetError('E-DATA-045', `the ${part} part has ${count} tokens`, { path: data.path });
    const specs = { tokenIds: { shape: [1, count], dtype: 'int32', source: 'tokens' } } as const;
    // one stretch as long as the part can only begin where it begins
    const { tokenIds } = await dataset.openReader(specs, { part, stream: randomStream(0) }).read(0);
    return tokenizer.decode(tokenIds?.data ?? []);
  };
  return { train: await whole('train'), validation: await whole('validation') };
}
