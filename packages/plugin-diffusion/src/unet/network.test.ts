import { randomStream } from '@aigc/core';
import { eager } from '@aigc/engine';
import { initialVector, normal, unpack } from '@aigc/nn';
import type { HostTensor } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import type * as tf from '@tensorflow/tfjs-core';
import { unet } from './network.js';
import { unetEntries } from './parameters.js';
import type { UnetAnatomy } from './plan.js';
import { resolveUnetConfig } from './resolve-config.js';

const SIDE = 8;
const CONFIG: UnetAnatomy = resolveUnetConfig(
  { imageSize: SIDE, width: 8, groups: 2, multipliers: [1, 2], attentionSizes: [4] },
  { kind: 'images', count: 10, channels: 1, classes: [] },
);
// all weights random: as it begins, the network's output is 0
const WEIGHTS = initialVector(
  unetEntries(CONFIG).map((entry) => ({ ...entry, initialiser: normal(0.3) })),
  randomStream(0),
);
const picture = (at: (x: number, y: number) => number): HostTensor => ({
  shape: [1, SIDE, SIDE, 1],
  dtype: 'float32',
  data: Float32Array.from({ length: SIDE * SIDE }, (_, i) => at(i % SIDE, Math.floor(i / SIDE))),
});
const texture = (x: number, y: number) => Math.sin(1.7 * (x % SIDE) + 0.9 * (y % SIDE) ** 2);

async function run(padding: 'zero' | 'circular', input: HostTensor): Promise<Float32Array> {
  const forward = eager(({ weights, x, level }: { weights: tf.Tensor; x: tf.Tensor; level: tf.Tensor }) =>
    unet(unpack(weights, unetEntries(CONFIG)), CONFIG, { padding })(x, level, {}),
  );
  const level: HostTensor = { shape: [1], dtype: 'float32', data: Float32Array.of(300) };
  return ((await forward({ weights: WEIGHTS, x: input, level })) as HostTensor).data as Float32Array;
}

describe('unet', () => {
  test('moves its output as its input is moved round the edges, with circular padding: it knows no seam', async () => {
    // by 2, which is whole after one halving
    const moved = await run(
      'circular',
      picture((x, y) => texture(x + 2, y + 4)),
    );
    const here = await run('circular', picture(texture));

    const largest = Math.max(...here.map(Math.abs));
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) {
        const expected = here[((y + 4) % SIDE) * SIDE + ((x + 2) % SIDE)] as number;
        expect(Math.abs((moved[y * SIDE + x] as number) - expected) / largest).toBeLessThan(1e-5);
      }
    }
  });

  test('sees the edge with zero padding', async () => {
    const [zero, circular] = [await run('zero', picture(texture)), await run('circular', picture(texture))];

    expect(Math.max(...zero.map((value, i) => Math.abs(value - (circular[i] as number))))).toBeGreaterThan(0.1);
  });
});
