/** Settings of the GPT. */
export interface GptConfig {
  /** Symbols of the tokenizer. */
  readonly vocabSize: number;
  /** Tokens that a prediction can look back on. */
  readonly contextLength: number;
  /** Transformer blocks. */
  readonly layers: number;
  /** Attention heads; divides `width`. */
  readonly heads: number;
  /** Channels of the residual stream. */
  readonly width: number;
  /** Sequences a step. */
  readonly batchSize: number;
  /** Learning rate of AdamW. */
  readonly learningRate: number;
  /** Decay of the first moment in AdamW. */
  readonly beta1: number;
  /** Decay of the second moment in AdamW. */
  readonly beta2: number;
  /** Decoupled weight decay, of every parameter. */
  readonly weightDecay: number;
  /** Longest gradient that is not scaled down. */
  readonly gradientClipNorm: number;
}

/** Character-level, small enough for a CPU: 4 layers, 4 heads, 128 wide, 64 tokens of context, 65 symbols. */
export const DEFAULT_GPT_CONFIG: GptConfig = {
  vocabSize: 65,
  contextLength: 64,
  layers: 4,
  heads: 4,
  width: 128,
  batchSize: 12,
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.99,
  weightDecay: 0.1,
  gradientClipNorm: 1,
};
