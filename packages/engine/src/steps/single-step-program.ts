import { type HostTensor, type Named, ShapeMismatchError, type Tree } from '@aigc/plugin-api';
import type { DeviceTensor, Feed, Program } from '../session/program.js';
import { treeLeaves } from '../tree.js';
import type { StepProgram, StepsResult } from './step-program.js';

/** Steps made one call at a time, for devices that keep state between calls or would not gain. */
export function singleStepProgram(name: string, program: Program): StepProgram {
  const oneStep = async (state: Tree<Feed>, inputs: Named<HostTensor>): Promise<StepsResult> => {
    const result = (await program.run(state, inputs)) as { state: Tree<DeviceTensor>; metrics: Named<DeviceTensor> };
    return { state: result.state, metrics: [await readMetrics(result.metrics)] };
  };
  return {
    canGroup: false,
    facts: program.facts,
    dispose: () => program.dispose(),
    async run(state, [first, ...others]) {
      if (first === undefined) throw new ShapeMismatchError(`${name}: inputs`, 'those of one step at least', 'none');
      let last = await oneStep(state, first);
      const metrics = [...last.metrics];
      for (const inputs of others) {
        const next = await oneStep(last.state, inputs);
        for (const [, leaf] of treeLeaves<DeviceTensor>(last.state)) leaf.dispose();
        metrics.push(...next.metrics);
        last = next;
      }
      return { state: last.state, metrics };
    },
  };
}

async function readMetrics(metrics: Named<DeviceTensor>): Promise<Named<number>> {
  const values: { [name: string]: number } = {};
  for (const [name, metric] of Object.entries(metrics)) {
    values[name] = Number((await metric.data())[0]);
    metric.dispose();
  }
  return values;
}
