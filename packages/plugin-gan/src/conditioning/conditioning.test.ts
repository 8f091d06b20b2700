import { compileSampler, randomStream, requireSampler } from '@aigc/core';
import { compile, mapTree, readTree, type TensorFunction } from '@aigc/engine';
import type { HostTensor, ModelDefinition, Named, TensorSpec, Tree } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { dcgan } from '../dcgan/model.js';

const SIDE = 16;
const BATCH = 16;
/** Enough for a generator of this size to leave its first grey. */
const STEPS = 150;
const SETTINGS = { imageSize: SIDE, width: 8, batchSize: BATCH, latentSize: 4, learningRate: 2e-3, augmentDiscriminator: false };

/** Pictures bright on the left where the class is 0, on the right where it is 1; a little noise. */
function halves(step: number): { images: HostTensor; labels: HostTensor } {
  const labels = Int32Array.from({ length: BATCH }, (_, i) => i % 2);
  const noise = randomStream(9)
    .at(step)
    .normal(BATCH * SIDE * SIDE);
  const data = noise.map((value, at) => {
    const isRight = at % SIDE >= SIDE / 2 ? 1 : 0;
    const picture = Math.floor(at / (SIDE * SIDE));
    return (isRight === labels[picture] ? 0.8 : -0.8) + value / 20;
  });
  return {
    images: { shape: [BATCH, SIDE, SIDE, 1], dtype: 'float32', data },
    labels: { shape: [BATCH], dtype: 'int32', data: labels },
  };
}

const specsOf = (tree: Tree<HostTensor>): Tree<TensorSpec> => mapTree(tree, ({ shape, dtype }): TensorSpec => ({ shape, dtype }));

async function trainOnHalves(config: object, model: ModelDefinition): Promise<Tree<HostTensor>> {
  const inputsAt = (step: number): Named<HostTensor> => ({
    ...halves(step),
    z: {
      shape: [BATCH, 4],
      dtype: 'float32',
      data: randomStream(5)
        .at(step)
        .normal(BATCH * 4),
    },
    learningRate: { shape: [], dtype: 'float32', data: Float32Array.of(SETTINGS.learningRate) },
  });
  let state = model.initialState(config, randomStream(0));
  const program = await compile(model.trainStep(config) as unknown as TensorFunction, [specsOf(state), specsOf(inputsAt(0))], {
    name: 'halves',
  });
  for (let step = 1; step <= STEPS; step++) {
    const result = (await program.run(state as never, inputsAt(step))) as { state: never };
    state = await readTree(result.state);
  }
  await program.dispose();
  return state;
}

/** How much brighter the left half of each picture is. */
async function leftOverRight(
  model: ModelDefinition,
  config: object,
  state: Tree<HostTensor>,
  className: string,
): Promise<number[]> {
  const sampling = requireSampler(model, config, { class: className });
  const parameters = sampling.parameters(state);
  const seeds = [0, 1, 2, 3];
  const sampler = await compileSampler(sampling, parameters, { name: 'halves', batchSize: seeds.length });
  const data = (await sampler.drawTensor(parameters, seeds)).data as Float32Array;
  await sampler.dispose();
  return seeds.map((row) =>
    data
      .slice(row * SIDE * SIDE, (row + 1) * SIDE * SIDE)
      .reduce((sum, value, at) => sum + (at % SIDE < SIDE / 2 ? value : -value) / (SIDE * SIDE), 0),
  );
}

describe('a model with classes', () => {
  test('draws what the class that is asked for looks like', async () => {
    const model = dcgan as unknown as ModelDefinition;
    const config = model.resolveConfig(SETTINGS, { kind: 'images', count: 1000, channels: 1, classes: ['left', 'right'] });

    const state = await trainOnHalves(config, model);

    // 0.8 when drawn as learned; half of it is far from what the other class looks like
    for (const value of await leftOverRight(model, config, state, 'left')) expect(value).toBeGreaterThan(0.4);
    for (const value of await leftOverRight(model, config, state, 'right')) expect(value).toBeLessThan(-0.4);
  });
});
