// Compares a device with the processor: every lowering, the training step of every model, a resumed run, memory; and says what
// bounds it. Needs nothing but the built packages: node tools/test-gpu/main.mjs --device webgpu
import { parseArgs } from 'node:util';
import { describeDevice } from '@aigc/engine';
import { checkLowerings } from './check-lowerings.mjs';
import { checkMemory } from './check-memory.mjs';
import { checkModels } from './check-models.mjs';
import { checkResume } from './check-resume.mjs';
import { measureCosts } from './measure-costs.mjs';

const USAGE = `usage: node tools/test-gpu/main.mjs [--device NAME] [--size tiny|default] [--steps N] [--only PART,...]

  --device  what to test; default webgpu
  --size    of the models: tiny (default on a software adapter) or their defaults
  --steps   of the memory check; default 1000, 100 on a software adapter
  --only    lowerings, models, resume, memory; default all`;

const { values } = parseArgs({
  options: {
    device: { type: 'string', default: 'webgpu' },
    size: { type: 'string' },
    steps: { type: 'string' },
    only: { type: 'string', default: 'lowerings,models,resume,memory' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

const { device } = values;
const facts = await describeDevice(undefined, device);
const isSoftware = facts.description.startsWith('software') || device === 'tfjs';
console.log(`device ${device}: ${facts.description}, ${facts.gigaflops} GFLOP/s`);
const costs = await measureCosts(device);
console.log(
  `a call takes ${costs.callMs.toFixed(2)} ms, a further operation ${(costs.operationMs * 1000).toFixed(1)} us, ` +
    `to the device ${costs.uploadGigabytes.toFixed(2)} GB/s, back ${costs.downloadGigabytes.toFixed(2)} GB/s\n`,
);

const size = values.size ?? (isSoftware ? 'tiny' : 'default');
const steps = Number(values.steps ?? (isSoftware ? 100 : 1000));
const PARTS = { lowerings: checkLowerings, models: checkModels, resume: checkResume, memory: checkMemory };
let [passed, failed] = [0, 0];
/** A device that fails in the middle of a part is a failure of that part; the others go on. */
async function* outcomesOf(part) {
  try {
    yield* PARTS[part]({ device, size, steps, costs });
  } catch (error) {
    yield { name: 'stopped', failure: error.message };
  }
}

for (const part of values.only.split(',')) {
  for await (const { name, failure, detail } of outcomesOf(part)) {
    if (failure === undefined) passed++;
    else failed++;
    const verdict = failure === undefined ? 'ok  ' : 'FAIL';
    // 200 lowerings that work are not worth a line each.
    if (failure !== undefined || part !== 'lowerings') console.log(`${verdict} ${part} ${name}: ${failure ?? detail}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
