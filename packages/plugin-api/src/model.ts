import type { RandomStream } from './random-stream.js';
import type { DataType, HostTensor, Named, TensorLike, TensorSpec, Tree } from './tensor.js';

/** Where the trainer takes one input of a step from: the data set, or host noise drawn for this step. */
export type InputSource = 'data' | 'normal' | 'uniform';

/** One named input of a training or sampling step. `images` are `float32 [B, H, W, C]` in [-1, 1]. */
export interface InputSpec<D extends DataType = DataType> extends TensorSpec<D> {
  readonly source: InputSource;
}

/** What a training step returns: the state for the next step, and scalars to log. */
export interface StepResult<T extends TensorLike = TensorLike> {
  readonly state: Tree<T>;
  readonly metrics: Named<T>;
}

/**
 * One sub-vector of a flat state vector: how a checkpoint and an export name what the device keeps as one array.
 * Order is storage order.
 */
export interface ParameterEntry {
  readonly name: string;
  readonly shape: readonly number[];
}

/** What the data set says about itself; a model's `resolveConfig` fills these into its configuration. */
export interface ImageDataFacts {
  readonly kind: 'images';
  readonly count: number;
  /** 1 when every picture is grey, else 3. */
  readonly channels: 1 | 3;
}

/** Anything that validates like a zod schema; the contract does not force a schema library on the host. */
export interface ConfigSchema<Config> {
  parse(value: unknown): Config;
}

/** Draws samples from trained weights. All functions are pure; `sample` is written with TensorFlow.js and compiled. */
export interface Sampler {
  /** The part of the training state that sampling needs (averaged weights, normalisation statistics). */
  parameters(state: Tree<HostTensor>): Tree<HostTensor>;
  /** Noise of one sample, without a batch dimension; each seed draws its own. */
  readonly inputs: Named<InputSpec>;
  /** `(parameters, inputs [B, ...]) -> images float32 [B, H, W, C] in [-1, 1]`. A sample may not depend on its batch. */
  sample(parameters: Tree<TensorLike>, inputs: Named<TensorLike>): TensorLike;
}

/**
 * One model of a family: its configuration, its state and two pure functions on tensors.
 *
 * The trainer compiles `trainStep` once and calls it with `(state, inputs)`; the state stays on the device. Everything that
 * resuming must restore is in the state or follows from the step number.
 */
export interface ModelDefinition<Config extends object = object> {
  /** What `--model` takes, e.g. `dcgan`. */
  readonly name: string;
  readonly summary: string;
  /** Author, year and arXiv id of what is implemented. */
  readonly source: string;
  readonly configSchema: ConfigSchema<Config>;
  /** Completes user settings with facts of the data (channels). Throws InvalidConfigError where they do not fit. */
  resolveConfig(settings: object, data: ImageDataFacts): Config;
  /** Side of the square pictures the model takes, in pixels; known before the data is decoded. */
  imageSize(settings: object): number;
  /** Fresh weights and optimiser state. */
  initialState(config: Config, random: RandomStream): Tree<HostTensor>;
  /** Batch size and noise shapes of one training step. */
  trainInputs(config: Config): Named<InputSpec>;
  trainStep(config: Config): (state: Tree<TensorLike>, inputs: Named<TensorLike>) => StepResult;
  sampler(config: Config): Sampler;
  /** Names for the flat vectors in the state, by the dotted path of the leaf (`generator.weights`). */
  parameterEntries(config: Config): { readonly [leafPath: string]: readonly ParameterEntry[] };
}
