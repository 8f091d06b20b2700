import { randomStream } from '@aigc/core';

const PLUGINS = ['@aigc/plugin-gan', '@aigc/plugin-vae', '@aigc/plugin-diffusion', '@aigc/plugin-text'];

/** Settings that make a model small, whichever of them it has. */
const TINY = {
  ...{ imageSize: 16, width: 8, hiddenSize: 16, latentSize: 6, groups: 4, batchSize: 4 },
  ...{ layers: 2, heads: 2, contextSize: 16, microBatches: 1 },
};

function tinySettings({ safeParse, shape }) {
  const known = Object.fromEntries(Object.entries(TINY).filter(([name]) => name in shape));
  // Some models start at larger pictures.
  const sizes = [16, 32, 64].map((imageSize) => ('imageSize' in shape ? { ...known, imageSize } : known));
  return sizes.find((settings) => safeParse(settings).success) ?? {};
}

const VOCABULARY = 64;

/** Every model of the plugins that train, with its configuration and one state. */
export async function openModels(size) {
  const plugins = await Promise.all(PLUGINS.map((name) => import(name)));
  // A plugin of commands alone has no families.
  const models = plugins.flatMap(({ plugin }) => plugin?.families ?? []).flatMap((family) => family.models);
  return models.map((model) => {
    const settings = size === 'tiny' ? tinySettings(model.configSchema) : {};
    const isText = model.data(settings).kind === 'text';
    const data = isText
      ? { kind: 'text', count: 10_000, vocabSize: VOCABULARY }
      : { kind: 'images', count: 64, channels: 3, classes: [] };
    const config = model.resolveConfig(settings, data, { steps: 100 });
    const state = model.initialState(config, randomStream(0).fork('weights'));
    return { model, settings, config, state, specs: model.trainInputs(config), isText };
  });
}

/** Inputs of a step, the same on every device. */
export function stepInputs({ model, config, specs }, step) {
  const noise = randomStream(1).fork('noise');
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape, dtype, source }]) => {
      const count = shape.reduce((product, side) => product * side, 1);
      const stream = noise.fork(name).at(step);
      const values = {
        images: () => stream.normal(count).map((value) => Math.tanh(value)),
        labels: () => new Int32Array(count),
        tokens: () => Int32Array.from(stream.uniform(count), (value) => Math.floor(value * VOCABULARY)),
        normal: () => stream.normal(count),
        uniform: () => stream.uniform(count),
        learningRate: () => Float32Array.of(model.learningRate(config, step)),
      };
      return [name, { shape, dtype, data: values[source]() }];
    }),
  );
}
