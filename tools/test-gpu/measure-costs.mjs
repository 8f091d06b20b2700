import { compile, readTree } from '@aigc/engine';
import * as tf from '@tensorflow/tfjs-core';

const SMALL = { shape: [256], dtype: 'float32' };
const LARGE = { shape: [2 ** 22], dtype: 'float32' };
const OPERATIONS = 200;
const RUNS = 8;
const filled = (spec) => ({ ...spec, data: new Float32Array(spec.shape[0]).fill(0.5) });

async function bestMs(body) {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const started = performance.now();
    await body();
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

/** Each operation needs the one before, and none can be merged with it. */
function chain(count) {
  return (x) => {
    let y = x;
    for (let i = 0; i < count; i++) y = i % 2 === 0 ? tf.sin(y) : tf.exp(y);
    return tf.mean(y);
  };
}

/** What a call, an operation and a byte cost on a device, whatever it computes. */
export async function measureCosts(device) {
  const program = async (count) => compile(chain(count), [SMALL], { name: `chain of ${count}`, device });
  const [short, long] = [await program(1), await program(1 + OPERATIONS)];
  const callMs = await bestMs(() => short.run(filled(SMALL)));
  const longMs = await bestMs(() => long.run(filled(SMALL)));
  const move = await compile((x) => tf.add(x, 1), [LARGE], { name: 'move', device });
  const given = filled(LARGE);
  let result = await move.run(given);
  const resident = await bestMs(async () => {
    const next = await move.run(result);
    result.dispose();
    result = next;
  });
  const sent = await bestMs(async () => (await move.run(given)).dispose());
  const read = await bestMs(() => readTree(result));
  await Promise.all([short, long, move].map((made) => made.dispose()));
  const gigabytes = (ms) => (LARGE.shape[0] * 4) / Math.max(ms, 1e-3) / 1e6;
  return {
    callMs,
    operationMs: Math.max(0, (longMs - callMs) / OPERATIONS),
    uploadGigabytes: gigabytes(sent - resident),
    downloadGigabytes: gigabytes(read),
  };
}
