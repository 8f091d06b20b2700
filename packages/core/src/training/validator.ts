import type { DeviceName, Program, TensorFunction } from '@aigc/engine';
import {
  type HostTensor,
  type Metrics,
  type ModelDefinition,
  type Named,
  ShapeMismatchError,
  type Validation,
} from '@aigc/plugin-api';
import type { Dataset } from '../data/dataset.js';
import { randomStream } from '../random/random-stream.js';
import { specsOf } from '../sampling/sampler-specs.js';
import type { DevicePlacement, DeviceState } from './device-state.js';
import { StepInputs } from './step-inputs.js';

/** Enough for a mean that tells two checkpoints apart, little enough to be a small part of training. */
const MAX_BATCHES = 20;

/** Judges a model on held-out data; always on the same examples and the same noise. */
export class Validator {
  /** Name of the metric that decides, as `validate` gives it. */
  readonly objective: string;
  private readonly validation: Validation;
  private readonly program: Program;
  private readonly inputs: StepInputs;
  private readonly batches: number;

  private constructor(validation: Validation, program: Program, parts: { inputs: StepInputs; batches: number }) {
    this.validation = validation;
    this.program = program;
    this.inputs = parts.inputs;
    this.batches = parts.batches;
    this.objective = validationName(validation.objective);
  }

  /** Undefined where the model is not validated, or nothing is held out. */
  static async open(
    model: ModelDefinition,
    run: { readonly config: object; readonly dataset: Dataset; readonly seed: number },
    state: DeviceState,
    { device, threads }: DevicePlacement,
  ): Promise<Validator | undefined> {
    const validation = model.validation?.(run.config);
    if (validation === undefined || run.dataset.count('validation') === 0) return undefined;
    const { compile } = await import('@aigc/engine');
    const stream = randomStream(run.seed).fork('validation');
    const reader = run.dataset.openReader(validation.inputs, { part: 'validation', stream });
    const specs = [await specsOf(state.tree), await specsOf(validation.inputs)];
    const options = {
      name: `validate ${model.name}`,
      device: device as DeviceName,
      ...(threads === undefined ? {} : { threads }),
    };
    const program = await compile(validation.evaluate as unknown as TensorFunction, specs, options);
    const inputs = new StepInputs({ specs: validation.inputs, reader, noise: stream.fork('noise') });
    return new Validator(validation, program, { inputs, batches: Math.min(reader.batches, MAX_BATCHES) });
  }

  /** Means over the held-out data of each metric: `loss` becomes `validationLoss`. */
  async validate(state: DeviceState): Promise<Metrics> {
    const { readTree } = await import('@aigc/engine');
    const sums = new Map<string, number>();
    for (let batch = 1; batch <= this.batches; batch++) {
      const values = (await readTree(await this.program.run(state.tree, await this.inputs.at(batch)))) as Named<HostTensor>;
      for (const [name, { data }] of Object.entries(values)) sums.set(name, (sums.get(name) ?? 0) + Number(data[0]));
    }
    if (!sums.has(this.validation.objective)) {
      throw new ShapeMismatchError('validation', `a metric called ${this.validation.objective}`, [...sums.keys()].join(', '));
    }
    return Object.fromEntries([...sums].map(([name, sum]) => [validationName(name), sum / this.batches]));
  }

  dispose(): Promise<void> {
    return this.program.dispose();
  }
}

function validationName(metric: string): string {
  return `validation${metric.charAt(0).toUpperCase()}${metric.slice(1)}`;
}
