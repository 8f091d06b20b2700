// Trains a network of @tensorflow/tfjs-layers as a native program: node examples/engine/tfjs-layers.mjs
import { compile, readTree } from '@aigc/engine';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';

await tf.setBackend('cpu');
// The same weights in the beginning of every run
const kernelInitializer = initializers.glorotUniform({ seed: 1 });
const network = sequential({
  layers: [
    layers.conv2d({ inputShape: [8, 8, 1], filters: 8, kernelSize: 3, padding: 'same', activation: 'relu', kernelInitializer }),
    layers.maxPooling2d({ poolSize: 2 }),
    layers.flatten(),
    layers.dense({ units: 2, kernelInitializer }),
  ],
});

// The network keeps its weights in variables. A compiled function is pure: it takes them as an argument, so they are put in the place
// of the variables while the network is called. Layers that draw numbers or update statistics (dropout, batch normalisation in
// training) do that beside their result and cannot be traced.
const names = network.weights.map(({ name }) => name.replaceAll('/', '_'));
function callWith(weights, x) {
  const kept = network.weights.map((variable) => variable.val);
  network.weights.forEach((variable, i) => {
    variable.val = weights[i];
  });
  try {
    return network.apply(x);
  } finally {
    network.weights.forEach((variable, i) => {
      variable.val = kept[i];
    });
  }
}

// (weights, batch) -> weights and loss after one step of gradient descent
function step(state, { images, labels }) {
  const loss = (...weights) => tf.losses.softmaxCrossEntropy(labels, callWith(weights, images));
  const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => state[name]));
  const weights = Object.fromEntries(names.map((name, i) => [name, tf.sub(state[name], tf.mul(grads[i], 0.2))]));
  return { weights, loss: value };
}

// Pictures of upright and of lying bars
const COUNT = 32;
const images = { shape: [COUNT, 8, 8, 1], dtype: 'float32', data: new Float32Array(COUNT * 64) };
const labels = { shape: [COUNT, 2], dtype: 'float32', data: new Float32Array(COUNT * 2) };
for (let i = 0; i < COUNT; i++) {
  for (let at = 0; at < 8; at++) images.data[i * 64 + (i % 2 === 0 ? at * 8 + ((i >> 1) % 8) : ((i >> 1) % 8) * 8 + at)] = 1;
  labels.data[i * 2 + (i % 2)] = 1;
}

const toHost = (tensor) => ({ shape: tensor.shape, dtype: 'float32', data: tensor.dataSync() });
let weights = Object.fromEntries(network.weights.map((variable, i) => [names[i], toHost(variable.read())]));
const program = await compile(step, [weights, { images, labels }], { name: 'bars' });
for (let i = 0; i < 200; i++) {
  const result = await program.run(weights, { images, labels });
  weights = result.weights;
  if (i % 100 === 0 || i === 199) console.log(`step ${i + 1}: loss ${(await result.loss.data())[0].toFixed(4)}`);
}
await program.dispose();

// What was learnt goes back into the network, which is then used as any other.
const learnt = await readTree(weights);
network.setWeights(names.map((name) => tf.tensor(learnt[name].data, learnt[name].shape)));
const guesses = tf.argMax(network.predict(tf.tensor(images.data, images.shape)), 1).dataSync();
console.log(`right: ${guesses.filter((guess, i) => guess === i % 2).length} of ${COUNT}`);
