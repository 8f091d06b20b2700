import { type CheckpointChoice, randomStream } from '@aigc/core';
import type { ArtifactEvent } from '@aigc/plugin-api';
import { chooseComponents, type TriedFit } from '../prior/choose-components.js';
import { type Codes, type FittedMixture, fitMixture } from '../prior/fit-mixture.js';
import { writePrior } from '../prior/prior-file.js';
import { openVaeRun, type VaeRun } from '../run/open-vae-run.js';
import { openRunPictures, type Pictures } from '../run/picture-batches.js';
import { compileEncoder } from '../run/vae-programs.js';

/** What to fit. */
export interface FitPriorOptions {
  readonly runDir: string;
  /** Components of the mixture; chosen by the Bayesian information criterion when absent. */
  readonly components?: number | undefined;
  readonly seed?: number | undefined;
  readonly checkpoint?: CheckpointChoice | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A prior that was fitted and written. */
export interface FittedPrior {
  /** Absolute. */
  readonly path: string;
  readonly step: number;
  readonly codes: number;
  readonly components: number;
  /** Mean log-density of the codes under the mixture and under the standard normal prior, in nats. */
  readonly logLikelihood: number;
  readonly normalLogLikelihood: number;
  readonly bic: number;
  readonly tried: readonly TriedFit[];
}

const BATCH = 100;

/**
 * Fits a mixture of normal distributions to the codes of the training pictures, one draw of its posterior each: the decoder then
 * gets latents from where it was trained on them, which the standard normal prior only promises. Written beside the checkpoints.
 *
 * @see Ghosh et al. 2020, arXiv 1903.12436, section 4, for density estimation after training
 */
export async function* fitPrior(options: FitPriorOptions): AsyncGenerator<ArtifactEvent, FittedPrior> {
  const { runDir, components, seed = 0, signal } = options;
  const run = await openVaeRun(runDir, options.checkpoint);
  for (const message of run.warnings) yield { type: 'warning', message };
  const pictures = await openRunPictures(run, 'train', signal);
  const stream = randomStream(seed).fork('prior');
  const codes = yield* drawCodes(run, pictures, { stream, signal });
  const { fit, tried } = yield* fitCodes(codes, components, stream);
  const { step, stateHash } = run.checkpoint;
  const path = await writePrior(runDir, { mixture: fit, stateHash, step });
  yield { type: 'artifact-written', path, kind: 'prior' };
  const { logLikelihood, bic } = fit;
  const normalLogLikelihood = standardLogLikelihood(codes);
  return { path, step, codes: codes.count, components: fit.weights.length, logLikelihood, normalLogLikelihood, bic, tried };
}

interface Drawing {
  readonly stream: ReturnType<typeof randomStream>;
  readonly signal: AbortSignal | undefined;
}

/** One draw of the posterior of each picture. */
async function* drawCodes(run: VaeRun, pictures: Pictures, { stream, signal }: Drawing): AsyncGenerator<ArtifactEvent, Codes> {
  const size = run.config.latentSize;
  const data = new Float32Array(pictures.count * size);
  const encoder = await compileEncoder(run, BATCH);
  try {
    for await (const { first, count, images } of pictures.batches(BATCH)) {
      signal?.throwIfAborted();
      const { mean, logVariance } = await encoder.run({ images });
      const noise = stream
        .fork('codes')
        .at(first)
        .normal(count * size);
      for (let i = 0; i < count * size; i++) {
        data[first * size + i] = (mean.data[i] as number) + Math.exp((logVariance.data[i] as number) / 2) * (noise[i] as number);
      }
      yield { type: 'progress', stage: 'encoding', done: first + count, total: pictures.count };
    }
  } finally {
    await encoder.dispose();
  }
  return { data, count: pictures.count, size };
}

async function* fitCodes(
  codes: Codes,
  components: number | undefined,
  stream: Drawing['stream'],
): AsyncGenerator<ArtifactEvent, { fit: FittedMixture; tried: TriedFit[] }> {
  if (components !== undefined) {
    const fit = fitMixture(codes, components, stream.fork(String(components)));
    return { fit, tried: [{ components, bic: fit.bic }] };
  }
  const choosing = chooseComponents(codes, stream);
  const tried: TriedFit[] = [];
  for (;;) {
    const next = choosing.next();
    if (next.done === true) return { fit: next.value, tried };
    tried.push(next.value);
    yield { type: 'progress', stage: `fitted ${next.value.components} components`, done: tried.length, total: tried.length + 1 };
  }
}

function standardLogLikelihood({ data, count, size }: Codes): number {
  const squares = data.reduce((sum, value) => sum + value * value, 0);
  return -0.5 * (squares / count + size * Math.log(2 * Math.PI));
}
