import { type HostTensor, type InputSpec, type Named, type RandomStream, ShapeMismatchError } from '@aigc/plugin-api';
import { BatchOrder, imageBatch } from '../data/image-batch.js';
import type { ImageDataset } from '../data/read-image-folder.js';

/** Makes the inputs of any training step from data and seed; the step alone decides, so there is nothing to save. */
export class StepInputs {
  readonly batchSize: number;
  private readonly specs: Named<InputSpec>;
  private readonly dataset: ImageDataset;
  private readonly order: BatchOrder;
  private readonly noise: Named<RandomStream>;

  /** @throws ShapeMismatchError when the model asks for other pictures than the data set holds. */
  constructor(specs: Named<InputSpec>, dataset: ImageDataset, stream: RandomStream) {
    this.specs = specs;
    this.dataset = dataset;
    this.order = new BatchOrder(stream, dataset.facts.count);
    const noise = stream.fork('noise');
    this.noise = Object.fromEntries(Object.keys(specs).map((name) => [name, noise.fork(name)]));
    this.batchSize = batchSizeOf(specs);
    const picture = [dataset.size, dataset.size, dataset.facts.channels];
    for (const [name, spec] of Object.entries(specs)) {
      const expected = [this.batchSize, ...picture].join(', ');
      if (spec.source === 'data' && spec.shape.join(', ') !== expected) {
        throw new ShapeMismatchError(
          `trainInputs: ${name}`,
          `[${expected}], the shape of the data`,
          `[${spec.shape.join(', ')}]`,
        );
      }
    }
  }

  /** Inputs of a step by name; steps count from 1. All inputs from data hold the same pictures. */
  at(step: number): Named<HostTensor> {
    const inputs: { [name: string]: HostTensor } = {};
    for (const [name, spec] of Object.entries(this.specs)) {
      inputs[name] = { shape: spec.shape, dtype: 'float32', data: this.values(name, spec, step) };
    }
    return inputs;
  }

  private values(name: string, spec: InputSpec, step: number): Float32Array {
    if (spec.source === 'data') return imageBatch(this.dataset, this.order.indices(step, this.batchSize));
    const stream = (this.noise[name] as RandomStream).at(step);
    const size = spec.shape.reduce((product, side) => product * side, 1);
    return spec.source === 'normal' ? stream.normal(size) : stream.uniform(size);
  }
}

function batchSizeOf(specs: Named<InputSpec>): number {
  const spec = Object.values(specs).find((candidate) => candidate.source === 'data');
  if (spec?.shape[0] === undefined) throw new ShapeMismatchError('trainInputs', 'an input from data', 'none');
  return spec.shape[0];
}
