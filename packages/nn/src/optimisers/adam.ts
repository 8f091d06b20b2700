import type { HostTensor, Named } from '@aigc/plugin-api';
import * as tf from '@tensorflow/tfjs-core';

/** Settings of Adam and AdamW. */
export interface AdamOptions {
  readonly learningRate: number | tf.Scalar;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  /** Decoupled weight decay (AdamW, Loshchilov and Hutter 2019, arXiv 1711.05101); 0 is Adam. */
  readonly weightDecay?: number;
  /** Scalar that the gradient is multiplied by, such as `clipGradient` gives; it costs no pass over the gradient here. */
  readonly gradientFactor?: tf.Scalar;
}

/** First and second moment estimates of the gradient, and how many updates they have seen. */
export interface AdamState<T> {
  readonly firstMoment: T;
  readonly secondMoment: T;
  /** float32 scalar; kept with the moments, so that a resumed run corrects their bias by the same amount. */
  readonly updates: T;
}

/** Adam's state before the first update, for a vector of `count` parameters. */
export function adamState(count: number): AdamState<HostTensor<'float32'>> & Named<HostTensor<'float32'>> {
  const vector = (): HostTensor<'float32'> => ({ shape: [count], dtype: 'float32', data: new Float32Array(count) });
  return {
    firstMoment: vector(),
    secondMoment: vector(),
    updates: { shape: [], dtype: 'float32', data: new Float32Array(1) },
  };
}

/** Parameters and optimiser state after one update. */
export interface AdamResult {
  readonly parameters: tf.Tensor;
  readonly state: AdamState<tf.Tensor> & Named<tf.Tensor>;
}

/**
 * One update of Adam on a flat parameter vector.
 *
 * @param parameters float32 `[N]`
 * @param gradient float32 `[N]`
 * @see Kingma and Ba 2015, arXiv 1412.6980, algorithm 1, in the efficient order of its section 2
 */
export function adam(parameters: tf.Tensor, gradient: tf.Tensor, state: AdamState<tf.Tensor>, options: AdamOptions): AdamResult {
  const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0 } = options;
  const updates = tf.add(state.updates, 1);
  const correction1 = tf.sub(1, tf.pow(beta1, updates));
  const correction2 = tf.sub(1, tf.pow(beta2, updates));
  const scaled = (power: number, share: number) =>
    options.gradientFactor === undefined ? share : tf.mul(tf.pow(options.gradientFactor, power), share);
  const firstMoment = tf.add(tf.mul(state.firstMoment, beta1), tf.mul(gradient, scaled(1, 1 - beta1)));
  const secondMoment = tf.add(tf.mul(state.secondMoment, beta2), tf.mul(tf.square(gradient), scaled(2, 1 - beta2)));
  // lr / c1 * m / (sqrt(v / c2) + eps), with both sides of the quotient times sqrt(c2): the corrections stay scalars
  const root2 = tf.sqrt(correction2);
  const denominator = tf.add(tf.sqrt(secondMoment), tf.mul(root2, epsilon));
  const change = tf.mul(tf.div(firstMoment, denominator), tf.mul(tf.div(learningRate, correction1), root2));
  const decayed = weightDecay === 0 ? parameters : tf.mul(parameters, tf.sub(1, tf.mul(learningRate, weightDecay)));
  return { parameters: tf.sub(decayed, change), state: { firstMoment, secondMoment, updates } };
}
