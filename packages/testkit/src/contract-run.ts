import { compileSampler, randomStream, requireSampler, type StateEntries, stateHash, tensorsOfState } from '@aigc/core';
import { compile, mapTree, type Program, readTree, type TensorFunction } from '@aigc/engine';
import type { HostTensor, InputSpec, ModelDefinition, Named, TensorSpec, Tree } from '@aigc/plugin-api';
import { tinyImage } from './write-tiny-images.js';

const CHANNELS = 3;

/** A model in the hands of its contract test: one state in host memory, stepped and sampled by compiled programs. */
export class ContractRun {
  readonly config: object;
  readonly entries: StateEntries;
  readonly size: number;
  readonly channels: number = CHANNELS;
  state: Tree<HostTensor>;
  private readonly model: ModelDefinition;
  private readonly seed: number;
  private readonly programs: Program[] = [];
  private trainProgram: Program | undefined;
  private stepCount = 0;

  private constructor(model: ModelDefinition, settings: object, seed: number) {
    this.model = model;
    this.seed = seed;
    this.size = imageSizeOf(model, settings);
    this.config = model.resolveConfig(settings, {
      kind: 'images',
      count: 64,
      channels: CHANNELS,
      classes: ['a', 'b'],
    });
    this.entries = model.parameterEntries(this.config);
    this.state = model.initialState(this.config, randomStream(seed).fork('weights'));
  }

  /** A fresh model for colour pictures. */
  static open(model: ModelDefinition, settings: object, seed: number): ContractRun {
    return new ContractRun(model, settings, seed);
  }

  /** One training step on tiny pictures; gives the metrics. */
  async step(): Promise<Named<number>> {
    const specs = this.model.trainInputs(this.config);
    this.trainProgram ??= await this.compile(this.model.trainStep(this.config), [specOf(this.state), specOf(specs)]);
    this.stepCount += 1;
    const result = await readTree(await this.trainProgram.run(this.state, this.inputs(specs)));
    const { state, metrics } = result as { state: Tree<HostTensor>; metrics: Named<HostTensor> };
    this.state = state;
    return Object.fromEntries(Object.entries(metrics).map(([name, { data }]) => [name, data[0] as number]));
  }

  /** float32 [seeds.length, H, W, C]. */
  async sample(seeds: readonly number[]): Promise<HostTensor> {
    const sampling = requireSampler(this.model, this.config);
    const parameters = sampling.parameters(this.state);
    const sampler = await compileSampler(sampling, parameters, { name: this.model.name, batchSize: seeds.length });
    try {
      return await sampler.drawTensor(parameters, seeds);
    } finally {
      await sampler.dispose();
    }
  }

  /** sha256 of the whole state. */
  hash(): string {
    return stateHash(tensorsOfState(this.state, this.entries));
  }

  /** Every parameter of the leaves called `weights`. */
  weights(): Map<string, HostTensor> {
    const isWeight = (name: string) => name.split('/')[0]?.split('.').at(-1) === 'weights';
    return new Map([...tensorsOfState(this.state, this.entries)].filter(([name]) => isWeight(name)));
  }

  async dispose(): Promise<void> {
    for (const program of this.programs) await program.dispose();
  }

  private async compile(fn: object, specs: Tree<TensorSpec>[]): Promise<Program> {
    const program = await compile(fn as TensorFunction, specs, { name: `contract ${this.model.name}` });
    this.programs.push(program);
    return program;
  }

  private inputs(specs: Named<InputSpec>): Named<HostTensor> {
    const noise = randomStream(this.seed).fork('noise');
    const inputs: { [name: string]: HostTensor } = {};
    for (const [name, { shape, dtype, source }] of Object.entries(specs)) {
      const count = shape.reduce((product, side) => product * side, 1);
      const stream = noise.fork(name).at(this.stepCount);
      const values: { readonly [from in InputSpec['source']]: () => HostTensor['data'] } = {
        images: () => this.pictures(shape[0] as number),
        labels: () => Int32Array.from({ length: count }, (_, i) => i % 2),
        tokens: () => new Int32Array(count),
        normal: () => stream.normal(count),
        uniform: () => stream.uniform(count),
        learningRate: () => Float32Array.of(this.model.learningRate?.(this.config, this.stepCount) ?? Number.NaN),
      };
      inputs[name] = { shape, dtype, data: values[source]() };
    }
    return inputs;
  }

  private pictures(count: number): Float32Array {
    const pixels = Array.from(
      { length: count },
      (_, i) => tinyImage(this.stepCount * count + i, { size: this.size, channels: CHANNELS }).data,
    );
    return Float32Array.from(Buffer.concat(pixels), (value) => value / 127.5 - 1);
  }
}

/** Side of the pictures that a model learns from. */
export function imageSizeOf(model: ModelDefinition, settings: object): number {
  const request = model.data(settings);
  if (request.kind !== 'images') throw new Error(`${model.name} learns from ${request.kind}`);
  return request.imageSize;
}

function specOf(tree: Tree<TensorSpec>): Tree<TensorSpec> {
  return mapTree(tree, ({ shape, dtype }): TensorSpec => ({ shape, dtype }));
}
