import type { HostTensor, InputSpec, Named, RandomStream } from '@aigc/plugin-api';
import type { BatchReader } from '../data/dataset.js';

/** What inputs are made of, besides data. */
export interface StepInputsOptions {
  readonly specs: Named<InputSpec>;
  readonly reader: BatchReader;
  /** Root of the noise streams, one for each input. */
  readonly noise: RandomStream;
  /** For inputs with the source `learningRate`; steps count from 1. */
  readonly learningRate?: ((step: number) => number) | undefined;
}

/** Makes the inputs of any step from data and seed; the step alone decides, so there is nothing to save. */
export class StepInputs {
  private readonly options: StepInputsOptions;
  private readonly noise: Named<RandomStream>;

  constructor(options: StepInputsOptions) {
    this.options = options;
    this.noise = Object.fromEntries(Object.keys(options.specs).map((name) => [name, options.noise.fork(name)]));
  }

  /** Milliseconds that steps have waited for data so far. */
  get waitMs(): number {
    return this.options.reader.waitMs;
  }

  /**
   * Inputs of a step by name; steps count from 1. All inputs from data hold the same examples.
   *
   * @param source the step whose batch and noise are taken
   * @param ahead how many batches are made ready meanwhile
   */
  async at(step: number, source = step, ahead = 1): Promise<Named<HostTensor>> {
    const inputs: { [name: string]: HostTensor } = { ...(await this.options.reader.read(source - 1, ahead)) };
    for (const [name, spec] of Object.entries(this.options.specs)) {
      if (inputs[name] !== undefined) continue;
      const data = spec.source === 'learningRate' ? this.learningRate(step) : this.noiseOf(name, spec, source);
      inputs[name] = { shape: spec.shape, dtype: 'float32', data };
    }
    return inputs;
  }

  /** Inputs of some steps, in order; as many batches are made ready meanwhile. @param steps each with its source, as of `at` */
  async of(steps: readonly (readonly [step: number, source: number])[]): Promise<Named<HostTensor>[]> {
    const inputs: Named<HostTensor>[] = [];
    for (const [step, source] of steps) inputs.push(await this.at(step, source, steps.length));
    return inputs;
  }

  private learningRate(step: number): Float32Array {
    return Float32Array.of(this.options.learningRate?.(step) ?? Number.NaN);
  }

  private noiseOf(name: string, { source, shape }: InputSpec, step: number): Float32Array {
    const stream = (this.noise[name] as RandomStream).at(step);
    const size = shape.reduce((product, side) => product * side, 1);
    return source === 'normal' ? stream.normal(size) : stream.uniform(size);
  }
}
