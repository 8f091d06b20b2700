import type { Named } from './tensor.js';

/** What a data set of pictures says about itself; a model's `resolveConfig` fills it into its configuration. */
export interface ImageDataFacts {
  readonly kind: 'images';
  /** Pictures to train on, those held out for validation not counted. */
  readonly count: number;
  /** 1 when every picture is grey, else 3. */
  readonly channels: 1 | 3;
  /** Names of the classes in the order of their labels; empty where pictures have none. */
  readonly classes: readonly string[];
  /**
   * Waves whose sums and multiples make up a regular pattern, in cycles a pixel, down and across: two for a brick wall, one for stripes,
   * none for sand. Looked for in one large picture that crops are taken from, else absent.
   */
  readonly waves?: readonly (readonly [down: number, across: number])[];
}

/** What a text says about itself, once it is tokenized. */
export interface TextDataFacts {
  readonly kind: 'text';
  /** Tokens to train on, those held out for validation not counted. */
  readonly count: number;
  /** Symbols of the tokenizer. */
  readonly vocabSize: number;
}

export type DataFacts = ImageDataFacts | TextDataFacts;

/** A model that learns from square pictures. */
export interface ImageDataRequest {
  readonly kind: 'images';
  /** Side of a picture in pixels. */
  readonly imageSize: number;
  /** Takes squares at random places of large pictures, at their own scale, instead of whole pictures scaled down. */
  readonly crops?: boolean;
}

/** A model that learns from text. */
export interface TextDataRequest {
  readonly kind: 'text';
  /**
   * The tokenizer of a new run, fitted to the text, or the one of an earlier run.
   *
   * @param text all of the training text
   * @param stored what `Tokenizer.serialize` gave when the run began
   */
  tokenizer(text: string, stored: string | undefined): Tokenizer;
}

export type DataRequest = ImageDataRequest | TextDataRequest;

/** Text to token ids and back. */
export interface Tokenizer {
  /** Ids are 0 to `vocabSize - 1`. */
  readonly vocabSize: number;
  /** @throws DatasetError where a symbol of the text is not known. */
  encode(text: string): Int32Array;
  decode(tokenIds: ArrayLike<number>): string;
  /** The file `tokenizer.json` of a run, in the layout of Hugging Face tokenizers. */
  serialize(): string;
}

/** Settings that a family's `train` command shares with the trainer when it resolves a configuration. */
export interface TrainingPlan {
  /** Steps that the run is planned to take, where a limit was given: the horizon of a learning-rate schedule. */
  readonly steps?: number | undefined;
}

/** Metric values by name. */
export type Metrics = Named<number>;
