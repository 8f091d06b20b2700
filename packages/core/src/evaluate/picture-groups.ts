import type { Image } from '@aigc/media/image';
import type { HostTensor, ModelDefinition, Tree } from '@aigc/plugin-api';
import type { DataPart, Dataset } from '../data/dataset.js';
import { randomStream } from '../random/random-stream.js';
import { compileSampler } from '../sampling/compiled-sampler.js';
import { requireSampler } from '../sampling/require-sampler.js';
import { batchImages } from './fit-batch.js';

const READ_BATCH = 100;
/** Samples a call of the sampler draws: large ones need memory. */
const DRAW_BATCH = 20;

/** Pictures of a part of the data as 8 bits: the held-out ones in order, the others shuffled, each once. */
export async function* realPictures(dataset: Dataset, part: DataPart): AsyncGenerator<Image[]> {
  const shape = [READ_BATCH, ...dataset.exampleShape];
  const reader = dataset.openReader(
    { images: { shape, dtype: 'float32', source: 'images' } },
    { part, stream: randomStream(0).fork('evaluate') },
  );
  for (let index = 0; index < reader.batches; index++) {
    const { images } = (await reader.read(index)) as { images: HostTensor<'float32'> };
    yield batchImages(images, READ_BATCH);
  }
}

/** What to draw from. */
export interface Drawn {
  readonly model: ModelDefinition;
  readonly config: object;
  readonly state: Tree<HostTensor>;
  readonly sampling: object | undefined;
  readonly threads: number | undefined;
}

/** Samples of the seeds 0, 1, 2 ..., as `generate` draws them but for roundings. */
export async function* drawnPictures({ model, config, state, sampling, threads }: Drawn): AsyncGenerator<Image[]> {
  const sampler = requireSampler(model, config, sampling);
  const parameters = sampler.parameters(state);
  const compiled = await compileSampler(sampler, parameters, { name: `sample ${model.name}`, batchSize: DRAW_BATCH, threads });
  try {
    for (let first = 0; ; first += DRAW_BATCH) {
      yield await compiled.draw(
        parameters,
        Array.from({ length: DRAW_BATCH }, (_, i) => first + i),
      );
    }
  } finally {
    await compiled.dispose();
  }
}
