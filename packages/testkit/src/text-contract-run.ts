import { randomStream, type StateEntries, stateHash, tensorsOfState } from '@aigc/core';
import { compile, mapTree, type Program, readTree, type TensorFunction } from '@aigc/engine';
import type {
  HostTensor,
  InputSpec,
  ModelDefinition,
  Named,
  TensorSpec,
  TextDataRequest,
  Tokenizer,
  Tree,
} from '@aigc/plugin-api';

/** What contract tests of text models learn from: it repeats, so that a few steps learn it. */
export const TINY_TEXT = 'she sells sea shells by the sea shore; the shells she sells are sea shells, I am sure.\n'.repeat(12);

/** A text model in the hands of its contract test: one state in host memory, stepped by a compiled program. */
export class TextContractRun {
  readonly config: object;
  readonly tokenizer: Tokenizer;
  readonly entries: StateEntries;
  state: Tree<HostTensor>;
  private readonly model: ModelDefinition;
  private readonly seed: number;
  private readonly tokens: Int32Array;
  private program: Program | undefined;
  private stepCount = 0;

  constructor(model: ModelDefinition, settings: object, seed = 0) {
    this.model = model;
    this.seed = seed;
    this.tokenizer = textRequest(model, settings).tokenizer(TINY_TEXT, undefined);
    this.tokens = this.tokenizer.encode(TINY_TEXT);
    const facts = { kind: 'text', count: this.tokens.length, vocabSize: this.tokenizer.vocabSize } as const;
    this.config = model.resolveConfig(settings, facts);
    this.entries = model.parameterEntries(this.config);
    this.state = model.initialState(this.config, randomStream(seed).fork('weights'));
  }

  /** One training step on stretches of the tiny text; gives the metrics. */
  async step(): Promise<Named<number>> {
    const specs = this.model.trainInputs(this.config);
    const fn = this.model.trainStep(this.config) as unknown as TensorFunction;
    this.program ??= await compile(fn, [specOf(this.state), specOf(specs)], { name: `contract ${this.model.name}` });
    this.stepCount += 1;
    const result = await readTree(await this.program.run(this.state, this.inputs(specs)));
    const { state, metrics } = result as { state: Tree<HostTensor>; metrics: Named<HostTensor> };
    this.state = state;
    return Object.fromEntries(Object.entries(metrics).map(([name, { data }]) => [name, data[0] as number]));
  }

  /** What validation says of the state, by its own program. */
  async validate(): Promise<Named<number>> {
    const validation = this.model.validation?.(this.config);
    if (validation === undefined) throw new Error(`${this.model.name} has no validation`);
    const specs = [specOf(this.state), specOf(validation.inputs)];
    const program = await compile(validation.evaluate as unknown as TensorFunction, specs, { name: 'contract validation' });
    try {
      const scalars = await readTree(await program.run(this.state, this.inputs(validation.inputs)));
      return Object.fromEntries(
        Object.entries(scalars as Named<HostTensor>).map(([name, { data }]) => [name, data[0] as number]),
      );
    } finally {
      await program.dispose();
    }
  }

  /** What one sampler of the model writes from each state, one after another: a text for each seed. */
  async write(states: readonly Tree<HostTensor>[], seeds: readonly number[], threads?: number): Promise<(readonly string[])[]> {
    const sampler = await this.model.textSampler?.(this.config, { tokenizer: this.tokenizer.serialize(), threads });
    if (sampler === undefined) throw new Error(`${this.model.name} writes no samples`);
    const texts: (readonly string[])[] = [];
    try {
      for (const state of states) texts.push(await sampler.write(state, seeds));
    } finally {
      await sampler.dispose();
    }
    return texts;
  }

  /** sha256 of the whole state. */
  hash(): string {
    return stateHash(tensorsOfState(this.state, this.entries));
  }

  /** Every parameter of the leaf `weights`. */
  weights(): Map<string, HostTensor> {
    return new Map([...tensorsOfState(this.state, this.entries)].filter(([name]) => name.startsWith('weights/')));
  }

  async dispose(): Promise<void> {
    await this.program?.dispose();
  }

  private inputs(specs: Named<InputSpec>): Named<HostTensor> {
    const noise = randomStream(this.seed).fork('noise');
    const inputs = Object.entries(specs).map(([name, { shape, dtype, source }]): [string, HostTensor] => {
      const count = shape.reduce((product, side) => product * side, 1);
      const stream = noise.fork(name).at(this.stepCount);
      if (source === 'tokens') return [name, { shape, dtype, data: this.stretches(shape) }];
      const rate = this.model.learningRate?.(this.config, this.stepCount) ?? Number.NaN;
      const data =
        source === 'learningRate' ? Float32Array.of(rate) : source === 'normal' ? stream.normal(count) : stream.uniform(count);
      return [name, { shape, dtype, data }];
    });
    return Object.fromEntries(inputs);
  }

  private stretches(shape: readonly number[]): Int32Array {
    const [batchSize, length] = shape as readonly [number, number];
    const data = new Int32Array(batchSize * length);
    for (let row = 0; row < batchSize; row++) {
      const from = (7 * (this.stepCount * batchSize + row)) % (this.tokens.length - length);
      data.set(this.tokens.subarray(from, from + length), row * length);
    }
    return data;
  }
}

/** The text that a model asks for. */
export function textRequest(model: ModelDefinition, settings: object): TextDataRequest {
  const request = model.data(settings);
  if (request.kind !== 'text') throw new Error(`${model.name} learns from ${request.kind}`);
  return request;
}

function specOf(tree: Tree<TensorSpec>): Tree<TensorSpec> {
  return mapTree(tree, ({ shape, dtype }): TensorSpec => ({ shape, dtype }));
}
