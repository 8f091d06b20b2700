import { resolve } from 'node:path';
import { type CheckpointChoice, type DataPart, randomStream, writeNewFile } from '@aigc/core';
import type { ArtifactEvent } from '@aigc/plugin-api';
import { logMeanExp } from '../bound/log-mean-exp.js';
import { featureCount } from '../network/pixels.js';
import { openVaeRun, type VaeRun } from '../run/open-vae-run.js';
import { openPictures, openRunPictures, type PictureBatch } from '../run/picture-batches.js';
import { compileWeights, type VaeProgram } from '../run/vae-programs.js';

/** What to score, and how closely. */
export interface ScorePicturesOptions {
  readonly runDir: string;
  /** A folder or archive; the run's own held-out pictures when absent. */
  readonly data?: string | undefined;
  /** Which of the run's own pictures; default `validation`. */
  readonly part?: DataPart | undefined;
  /** Draws of the posterior for each picture; default 200. */
  readonly importanceSamples?: number | undefined;
  readonly seed?: number | undefined;
  readonly checkpoint?: CheckpointChoice | undefined;
  /** CSV to write, strangest picture first; none when absent. */
  readonly out?: string | undefined;
  readonly overwrite?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Nats a picture: means, and the standard error of the first over pictures. */
export interface Scores {
  readonly count: number;
  readonly importanceSamples: number;
  /** Importance-weighted estimate of `-log p(x)`. */
  readonly nll: number;
  readonly nllStandardError: number;
  /** Negative evidence lower bound. */
  readonly negativeElbo: number;
  /** `nll / (D ln 2)`. */
  readonly bitsPerDimension: number;
  readonly step: number;
  readonly out: string | undefined;
}

interface PictureScore {
  readonly name: string;
  readonly nll: number;
  readonly negativeElbo: number;
}

/** Rows of the decoder's output that are held at once: enough to be fast, few enough for the processor's cache. */
const VALUES_AT_ONCE = 1_000_000;

/**
 * Estimates `-log p(x)` of each picture by importance sampling, and the evidence lower bound from the same draws.
 *
 * @see Burda, Grosse and Salakhutdinov 2016, arXiv 1509.00519, equation 8
 */
export async function* scorePictures(options: ScorePicturesOptions): AsyncGenerator<ArtifactEvent, Scores> {
  const { runDir, data, part = 'validation', importanceSamples = 200, seed = 0, signal } = options;
  const run = await openVaeRun(runDir, options.checkpoint);
  for (const message of run.warnings) yield { type: 'warning', message };
  const pictures = data === undefined ? await openRunPictures(run, part, signal) : await openPictures(run, data, signal);
  const size = batching(run, importanceSamples);
  const stream = randomStream(seed).fork('importance');
  const scores: PictureScore[] = [];
  const program = await compileWeights(run, size.pictures, size.draws);
  try {
    for await (const batch of pictures.batches(size.pictures)) {
      signal?.throwIfAborted();
      const rows = await logWeights(program, run, { batch, size, importanceSamples, stream: stream.at(batch.first) });
      for (const row of rows.slice(0, batch.count)) {
        const name = pictures.names[scores.length] ?? String(scores.length);
        const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
        scores.push({ name, nll: -logMeanExp(row), negativeElbo: -mean });
      }
      yield { type: 'progress', stage: 'scoring', done: scores.length, total: pictures.count };
    }
  } finally {
    await program.dispose();
  }
  const out = options.out === undefined ? undefined : resolve(options.out);
  if (out !== undefined) {
    await writeNewFile(out, Buffer.from(ranking(scores)), options.overwrite === true);
    yield { type: 'artifact-written', path: out, kind: 'scores' };
  }
  return { ...summary(scores, run), importanceSamples, out };
}

interface Batching {
  readonly pictures: number;
  readonly draws: number;
}

function batching({ config }: VaeRun, importanceSamples: number): Batching {
  const rows = Math.max(1, Math.floor(VALUES_AT_ONCE / featureCount(config)));
  const draws = Math.min(importanceSamples, rows);
  return { draws, pictures: Math.max(1, Math.floor(rows / draws)) };
}

interface Weighing {
  readonly batch: PictureBatch;
  readonly size: Batching;
  readonly importanceSamples: number;
  readonly stream: ReturnType<typeof randomStream>;
}

/** Log-weights of each picture of a batch, `[pictures][importanceSamples]`. */
async function logWeights(
  program: VaeProgram<{ data: Float32Array }>,
  { config }: VaeRun,
  { batch, size, importanceSamples, stream }: Weighing,
): Promise<Float64Array[]> {
  const { pictures, draws } = size;
  const shape = [pictures, draws, config.latentSize];
  const rows = Array.from({ length: pictures }, () => new Float64Array(importanceSamples));
  for (let done = 0; done < importanceSamples; done += draws) {
    const data = stream.fork(String(done)).normal(pictures * draws * config.latentSize);
    const weights = await program.run({ images: batch.images, epsilon: { shape, dtype: 'float32', data } });
    const kept = Math.min(draws, importanceSamples - done);
    rows.forEach((row, i) => {
      row.set(weights.data.subarray(i * draws, i * draws + kept), done);
    });
  }
  return rows;
}

function summary(scores: readonly PictureScore[], { config, checkpoint }: VaeRun) {
  const meanOf = (value: (score: PictureScore) => number): number =>
    scores.reduce((sum, score) => sum + value(score), 0) / scores.length;
  const nll = meanOf((score) => score.nll);
  const variance = meanOf((score) => (score.nll - nll) ** 2);
  return {
    count: scores.length,
    nll,
    nllStandardError: Math.sqrt(variance / scores.length),
    negativeElbo: meanOf((score) => score.negativeElbo),
    bitsPerDimension: nll / (featureCount(config) * Math.LN2),
    step: checkpoint.step,
  };
}

/** CSV, the least likely picture first. */
function ranking(scores: readonly PictureScore[]): string {
  const rows = scores.toSorted((a, b) => b.nll - a.nll);
  const quoted = (name: string): string => (/[",\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name);
  const lines = rows.map(({ name, nll, negativeElbo }, i) =>
    [i + 1, quoted(name), nll.toFixed(4), negativeElbo.toFixed(4)].join(','),
  );
  return `${['rank,picture,nll,negativeElbo', ...lines].join('\n')}\n`;
}
