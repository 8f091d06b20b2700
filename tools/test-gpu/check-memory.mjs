import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { compile, mapTree, treeLeaves } from '@aigc/engine';
import { deviceConnection } from '../../packages/engine/dist/session/device-connection.js';
import { openModels, stepInputs } from './models.mjs';

const MEBIBYTE = 2 ** 20;
/** A leak of the smallest state (20 KB) a step would be 20 MiB in 1,000; garbage that waits for its collection may be more. */
const ALLOWED_MEBIBYTES = 48;

/** Resident memory of a process; undefined where the operating system does not show it. */
function residentOf(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
  } catch {
    return undefined;
  }
}

/** Memory of NVIDIA cards that is in use; undefined without their tool. */
function cardMemory() {
  try {
    const text = execFileSync('nvidia-smi', ['--query-gpu=memory.used', '--format=csv,noheader,nounits'], { encoding: 'utf8' });
    return text
      .trim()
      .split('\n')
      .map(Number)
      .reduce((a, b) => a + b, 0);
  } catch {
    return undefined;
  }
}

function usage(device) {
  return {
    'this process': process.memoryUsage.rss() / MEBIBYTE,
    'its process': device === 'webgpu' ? residentOf(deviceConnection().pid) : undefined,
    card: cardMemory(),
  };
}

/** Trains the first model long enough that anything kept from a step would show. */
export async function* checkMemory({ device, steps }) {
  const opened = (await openModels('tiny'))[0];
  const specOf = (tree) => mapTree(tree, ({ shape, dtype }) => ({ shape, dtype }));
  const specs = [specOf(opened.state), specOf(opened.specs)];
  const program = await compile(opened.model.trainStep(opened.config), specs, { name: opened.model.name, device });
  let state = opened.state;
  let early;
  for (let step = 1; step <= steps; step++) {
    const { state: next, metrics } = await program.run(state, stepInputs(opened, step));
    for (const [, leaf] of [...treeLeaves(state), ...treeLeaves(metrics)]) leaf.dispose?.();
    state = next;
    if (step === Math.ceil(steps / 5)) early = usage(device);
  }
  const late = usage(device);
  for (const [where, mebibytes] of Object.entries(late)) {
    if (mebibytes === undefined || early[where] === undefined) continue;
    const grown = mebibytes - early[where];
    const detail = `${mebibytes.toFixed(0)} MiB after ${steps} steps, ${grown.toFixed(1)} more than after ${Math.ceil(steps / 5)}`;
    yield { name: where, failure: grown > ALLOWED_MEBIBYTES ? detail : undefined, detail };
  }
  await program.dispose();
}
