import type { InputSpec } from './model.js';
import type { HostTensor, Named, TensorLike, Tree } from './tensor.js';

/** What every sampler has: which weights it needs, and which noise. */
export interface SamplerBase {
  /** The part of the training state that sampling needs (averaged weights, normalisation statistics). */
  parameters(state: Tree<HostTensor>): Tree<HostTensor>;
  /**
   * Noise of one sample, without a batch dimension; each seed draws its own. An input with the source `images` is a picture to
   * start from, the same for all seeds: the file that the setting of the same name names.
   */
  readonly inputs: Named<InputSpec>;
}

/** Draws pictures from trained weights in one call. Functions are pure, written with TensorFlow.js and compiled. */
export interface Sampler extends SamplerBase {
  /** `(parameters, inputs [B, ...]) -> images float32 [B, H, W, C] in [-1, 1]`. A sample may not depend on its batch. */
  sample(parameters: Tree<TensorLike>, inputs: Named<TensorLike>): TensorLike;
}

/**
 * Draws pictures in many steps, as diffusion does. `step` is compiled once; what it carries stays on the device.
 *
 * `start(inputs) -> carry`, then `step(parameters, carry, { ...schedule[i], ...noise }) -> carry` for each i, then
 * `finish(carry) -> images float32 [B, H, W, C] in [-1, 1]`.
 */
export interface IterativeSampler extends SamplerBase {
  /** Scalars and small tensors of each step, without a batch dimension: noise levels. All entries have the same form. */
  readonly schedule: readonly Named<HostTensor>[];
  /** Fresh noise of each step for one sample, without a batch dimension; empty for deterministic samplers. */
  readonly stepInputs: Named<InputSpec>;
  start(inputs: Named<TensorLike>): Tree<TensorLike>;
  step(parameters: Tree<TensorLike>, carry: Tree<TensorLike>, inputs: Named<TensorLike>): Tree<TensorLike>;
  finish(carry: Tree<TensorLike>): TensorLike;
}

export type Sampling = Sampler | IterativeSampler;

/** What a model of text writes samples with while it trains; it lives as long as one training session. */
export interface TextSampler {
  /** One text for each seed, 0 to 2^32 - 1, in their order. A text depends on the state and its own seed alone. */
  write(state: Tree<HostTensor>, seeds: readonly number[]): Promise<readonly string[]>;
  /** Frees what was compiled. */
  dispose(): Promise<void>;
}

/** What a text sampler is made for. */
export interface TextSamplerOptions {
  /** What `Tokenizer.serialize` gave for the text that the run learns from. */
  readonly tokenizer: string;
  /** Default: what is fastest. The texts do not depend on it. */
  readonly threads?: number | undefined;
}
