import type { DataFacts, DataRequest, TrainingPlan } from './data.js';
import type { RandomStream } from './random-stream.js';
import type { Sampling, TextSampler, TextSamplerOptions } from './sampler.js';
import type { DataType, HostTensor, Named, TensorLike, TensorSpec, Tree } from './tensor.js';

/**
 * Where the trainer takes one input of a step from.
 *
 * `images`: float32 `[B, H, W, C]` in [-1, 1]. `labels`: int32 `[B]`, the classes of these pictures. `tokens`: int32 `[B, T]`,
 * stretches of the text. `normal`, `uniform` in [0, 1): float32 host noise drawn for this step. `learningRate`: float32 scalar,
 * what the model's schedule says.
 */
export type InputSource = 'images' | 'labels' | 'tokens' | 'normal' | 'uniform' | 'learningRate';

/** One named input of a training or sampling step. */
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

/** Anything that validates like a zod schema; the contract does not force a schema library on the host. */
export interface ConfigSchema<Config> {
  parse(value: unknown): Config;
}

/** How a model is judged on data that it does not learn from. */
export interface Validation {
  /** The metric that decides which checkpoint is best and when to stop early; lower is better. */
  readonly objective: string;
  /** As `trainInputs`; noise is the same in every validation, so that two of them can be compared. */
  readonly inputs: Named<InputSpec>;
  /** `(state, inputs) -> scalars`, means over the batch; pure, compiled once. Judges the averaged weights where there are some. */
  evaluate(state: Tree<TensorLike>, inputs: Named<TensorLike>): Named<TensorLike>;
}

/** A part of a model that is worth a file of its own, such as an encoder. */
export interface ExportableNetwork {
  /** The part of the training state that it needs. */
  parameters(state: Tree<HostTensor>): Tree<HostTensor>;
  /** With a batch dimension of 1. */
  readonly inputs: Named<TensorSpec>;
  apply(parameters: Tree<TensorLike>, inputs: Named<TensorLike>): Named<TensorLike>;
}

/**
 * One model of a family: its configuration, its state and pure functions on tensors.
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
  /** What the model learns from; known before the data is read. Takes settings or a configuration. */
  data(settings: object): DataRequest;
  /** Completes user settings with facts of the data (channels). Throws InvalidConfigError where they do not fit. */
  resolveConfig(settings: object, data: DataFacts, plan?: TrainingPlan): Config;
  /** Fresh weights and optimiser state. */
  initialState(config: Config, random: RandomStream): Tree<HostTensor>;
  /** Batch size and noise shapes of one training step. */
  trainInputs(config: Config): Named<InputSpec>;
  trainStep(config: Config): (state: Tree<TensorLike>, inputs: Named<TensorLike>) => StepResult;
  /** Learning rate of a step, for inputs with that source; steps count from 1. */
  learningRate?(config: Config, step: number): number;
  /** Absent where no loss on held-out data says anything, as with a GAN. */
  validation?(config: Config): Validation;
  /** How pictures are drawn; absent for models of other things. `settings` are those of `samplingSchema`. */
  sampler?(config: Config, settings?: object): Sampling;
  /** What drawing can be told (guidance, number of steps), every field with a default. */
  readonly samplingSchema?: ConfigSchema<object>;
  /** How samples are written during training; absent for models of other things than text. Called at the first samples. */
  textSampler?(config: Config, options: TextSamplerOptions): Promise<TextSampler>;
  /** By name, e.g. `encoder`. */
  networks?(config: Config): Named<ExportableNetwork>;
  /** Names for the flat vectors in the state, by the dotted path of the leaf (`generator.weights`). */
  parameterEntries(config: Config): { readonly [leafPath: string]: readonly ParameterEntry[] };
}
