import type { Program, TensorFunction } from '@aigc/engine';
import { unpack } from '@aigc/nn';
import type { HostTensor, Named, TensorSpec, Tree } from '@aigc/plugin-api';
import type * as tf from '@tensorflow/tfjs-core';
import { logImportanceWeights } from '../bound/importance-weights.js';
import { vaeEntries } from '../network/architecture.js';
import { flatPixels, picturesOf } from '../network/pixels.js';
import type { VaeRun, VaeWeights } from './open-vae-run.js';

/** A function of a run's averaged weights, compiled for batches of one size. */
export interface VaeProgram<Output> {
  run(inputs: Named<HostTensor>): Promise<Output>;
  dispose(): Promise<void>;
}

/** Means and log-variances of codes, float32 `[B, latentSize]`. */
export interface Codes {
  readonly mean: HostTensor<'float32'>;
  readonly logVariance: HostTensor<'float32'>;
}

const spec = (...shape: number[]): TensorSpec => ({ shape, dtype: 'float32' });

type Networks = { readonly encoder: Named<tf.Tensor>; readonly decoder: Named<tf.Tensor> };

async function compileFor<Output>(
  run: VaeRun,
  name: string,
  inputs: Named<TensorSpec>,
  fn: (networks: Networks, inputs: Named<tf.Tensor>) => Tree<tf.Tensor>,
): Promise<VaeProgram<Output>> {
  const { compile, mapTree, readTree } = await import('@aigc/engine');
  const entries = vaeEntries(run.model.architecture, run.config);
  const weights = run.weights as unknown as Tree<HostTensor>;
  const step = (vectors: { readonly [part in keyof VaeWeights]: tf.Tensor }, named: Named<tf.Tensor>) =>
    fn({ encoder: unpack(vectors.encoder, entries.encoder), decoder: unpack(vectors.decoder, entries.decoder) }, named);
  const specs = [mapTree(weights, ({ shape, dtype }): TensorSpec => ({ shape, dtype })), inputs];
  const program: Program = await compile(step as unknown as TensorFunction, specs, { name: `${name} ${run.model.name}` });
  return {
    run: async (named) => (await readTree(await program.run(weights, named))) as Output,
    dispose: () => program.dispose(),
  };
}

const pictureSpec = ({ config }: VaeRun, batch: number): TensorSpec =>
  spec(batch, config.imageSize, config.imageSize, config.channels);

/** `images [B, S, S, C] in [-1, 1] -> Codes`. */
export function compileEncoder(run: VaeRun, batch: number): Promise<VaeProgram<Codes>> {
  const { model, config } = run;
  return compileFor(run, 'encode', { images: pictureSpec(run, batch) }, ({ encoder }, { images }) => ({
    ...model.architecture.encode(config, encoder, flatPixels(images as tf.Tensor)),
  }));
}

/** `z [B, latentSize] -> images [B, S, S, C] in [-1, 1]`. */
export function compileDecoder(run: VaeRun, batch: number): Promise<VaeProgram<HostTensor<'float32'>>> {
  const { model, config } = run;
  return compileFor(run, 'decode', { z: spec(batch, config.latentSize) }, ({ decoder }, { z }) =>
    picturesOf(model.architecture.decode(config, decoder, z as tf.Tensor), config),
  );
}

/** `images [B, S, S, C], epsilon [B, K, latentSize] -> log-weights [B, K]`. */
export function compileWeights(run: VaeRun, batch: number, draws: number): Promise<VaeProgram<HostTensor<'float32'>>> {
  const { model, config } = run;
  const inputs = { images: pictureSpec(run, batch), epsilon: spec(batch, draws, config.latentSize) };
  return compileFor(run, 'score', inputs, ({ encoder, decoder }, { images, epsilon }) =>
    logImportanceWeights(model.architecture, config)(
      { ...encoder, ...decoder },
      { x: flatPixels(images as tf.Tensor), epsilon: epsilon as tf.Tensor },
    ),
  );
}
