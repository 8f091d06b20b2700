import type { DeviceName, Feed, StepFunction, StepProgram } from '@aigc/engine';
import type { HostTensor, ModelDefinition, Named, TensorLike, TensorSpec, Tree } from '@aigc/plugin-api';

/** Does a parameter stay as it is? */
export type FrozenTest = (leaf: string, name: string) => boolean;

/** Where a training step is compiled for. */
export interface DevicePlacement {
  readonly device: DeviceName;
  readonly threads: number | undefined;
}

/** A compiled training step and the state it works on, which stays on the device between steps. */
export class DeviceState {
  private readonly engine: typeof import('@aigc/engine');
  private readonly program: StepProgram;
  private state: Tree<Feed>;

  private constructor(engine: typeof import('@aigc/engine'), program: StepProgram, state: Tree<Feed>) {
    this.engine = engine;
    this.program = program;
    this.state = state;
  }

  /** Compiles a model's training step for a state of this form. @throws UnsupportedKernelError where it cannot. */
  static async open(
    model: ModelDefinition,
    run: { readonly config: object; readonly state: Tree<HostTensor>; readonly isFrozen?: FrozenTest | undefined },
    placement: DevicePlacement,
  ): Promise<DeviceState> {
    const { config, state } = run;
    const engine = await import('@aigc/engine');
    const spec = ({ shape, dtype }: TensorSpec): TensorSpec => ({ shape, dtype });
    const specs = {
      state: engine.mapTree(state, spec),
      inputs: engine.mapTree(model.trainInputs(config) as Named<TensorSpec>, spec) as Named<TensorSpec>,
    };
    const { device, threads } = placement;
    const options = { name: `train ${model.name}`, device, ...(threads === undefined ? {} : { threads }) };
    const program = await engine.compileSteps(await trainStepOf(model, config, run.isFrozen), specs, options);
    return new DeviceState(engine, program, state);
  }

  /** Do several steps at once take less time than one after the other? */
  get canGroup(): boolean {
    return this.program.canGroup;
  }

  /** One training step for each of the inputs; the new state replaces the old. Gives the metrics of each. */
  async steps(inputs: readonly Named<HostTensor>[]): Promise<readonly Named<number>[]> {
    const { state, metrics } = await this.program.run(this.state, inputs);
    this.free();
    this.state = state;
    return metrics;
  }

  /** The state where it is. */
  get tree(): Tree<Feed> {
    return this.state;
  }

  /** Puts another state of the same form in place of this one. */
  replace(state: Tree<HostTensor>): void {
    this.free();
    this.state = state;
  }

  /** A copy of the state in host memory. */
  read(): Promise<Tree<HostTensor>> {
    return this.engine.readTree(this.state);
  }

  async dispose(): Promise<void> {
    this.free();
    await this.program.dispose();
  }

  private free(): void {
    for (const [, leaf] of this.engine.treeLeaves<Feed>(this.state)) if ('dispose' in leaf) leaf.dispose();
  }
}

async function trainStepOf(model: ModelDefinition, config: object, isFrozen: FrozenTest | undefined): Promise<StepFunction> {
  const step = model.trainStep(config);
  if (isFrozen === undefined) return step as unknown as StepFunction;
  const { freezeParameters } = await import('@aigc/nn');
  const entries = model.parameterEntries(config);
  type State = Parameters<typeof freezeParameters>[0];
  return ((before: Tree<TensorLike>, inputs: Named<TensorLike>) => {
    const { state, metrics } = step(before, inputs);
    return { state: freezeParameters(before as State, state as State, entries, isFrozen), metrics };
  }) as unknown as StepFunction;
}
