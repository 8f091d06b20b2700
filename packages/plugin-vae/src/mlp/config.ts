/** Settings of the fully connected variational auto-encoder. */
export interface MlpVaeConfig {
  /** Values of one sample, each in [0, 1]: 784 for 28x28 pictures. */
  readonly features: number;
  /** Units of the encoder's and of the decoder's hidden layer. */
  readonly hiddenSize: number;
  /** Length of the latent vector z. */
  readonly latentSize: number;
  /** Samples a step. */
  readonly batchSize: number;
  /** Learning rate of Adam. */
  readonly learningRate: number;
}

/** 784-400-40-400-784, as compared on binarised MNIST. */
export const DEFAULT_MLP_VAE_CONFIG: MlpVaeConfig = {
  features: 784,
  hiddenSize: 400,
  latentSize: 40,
  batchSize: 100,
  learningRate: 1e-3,
};
