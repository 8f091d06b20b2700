import { compile, mapTree, treeLeaves } from '@aigc/engine';
import { openModels, stepInputs } from './models.mjs';

const STEPS = 5;
/** Sums in another order, shaders' approximations, and Adam, which divides by the size of a gradient, however small, from the first step on. */
const RELATIVE_TOLERANCE = 2e-3;
const ABSOLUTE_TOLERANCE = 1e-4;
/** Shares of right answers jump where logits lie around 0, as they do in the beginning. */
const NOT_COMPARED = /accuracy/i;

const specOf = (tree) => mapTree(tree, ({ shape, dtype }) => ({ shape, dtype }));

/** Metrics of a few steps with the state on the device, and what the last steps took. */
async function train(opened, device) {
  const program = await compile(opened.model.trainStep(opened.config), [specOf(opened.state), specOf(opened.specs)], {
    name: opened.model.name,
    device,
  });
  let state = opened.state;
  const metrics = [];
  let stepMs = Number.POSITIVE_INFINITY;
  for (let step = 1; step <= STEPS; step++) {
    const inputs = stepInputs(opened, step);
    const started = performance.now();
    const result = await program.run(state, inputs);
    for (const [, leaf] of treeLeaves(state)) leaf.dispose?.();
    state = result.state;
    const read = {};
    for (const [name, metric] of Object.entries(result.metrics)) read[name] = Number((await metric.data())[0]);
    metrics.push(read);
    stepMs = Math.min(stepMs, performance.now() - started);
  }
  for (const [, leaf] of treeLeaves(state)) leaf.dispose();
  await program.dispose();
  return { metrics, stepMs, ...program.facts };
}

function firstDifference(got, want) {
  for (const [i, metrics] of want.entries()) {
    for (const [name, expected] of Object.entries(metrics)) {
      const value = got[i][name];
      const isClose = Math.abs(value - expected) <= ABSOLUTE_TOLERANCE + RELATIVE_TOLERANCE * Math.abs(expected);
      if (isClose || NOT_COMPARED.test(name)) continue;
      return `step ${i + 1}: ${name} is ${value}, on the processor ${expected}`;
    }
  }
  return undefined;
}

/** What most of a step's time goes to, as far as it can be told from outside. */
function boundOf({ nodes, stepMs }, { callMs, operationMs }) {
  const startedMs = callMs + nodes * operationMs;
  const share = Math.round(Math.min(1, startedMs / stepMs) * 100);
  const verdict = share >= 50 ? 'bound by starting operations' : 'bound by what they compute and move';
  return `${verdict}: starting ${nodes} operations is ${share} % of ${stepMs.toFixed(1)} ms`;
}

/** The training step of every model: losses as on the processor, and what bounds it. */
export async function* checkModels({ device, size, costs }) {
  for (const opened of await openModels(size)) {
    try {
      const [want, got] = [await train(opened, 'cpu'), await train(opened, device)];
      const speed = `${(got.stepMs / want.stepMs).toFixed(2)} times the processor's ${want.stepMs.toFixed(1)} ms`;
      const detail = `${boundOf(got, costs)}; ${speed}; session ${got.sessionMs.toFixed(0)} ms`;
      yield { name: opened.model.name, failure: firstDifference(got.metrics, want.metrics), detail };
    } catch (error) {
      yield { name: opened.model.name, failure: error.message };
    }
  }
}
