import { describe, expect, test } from '@jest/globals';
import { randomStream } from '../../random/random-stream.js';
import { BatchOrder } from './batch-order.js';

describe('BatchOrder', () => {
  const order = () => new BatchOrder(randomStream(4), 10);

  test('shows every picture once an epoch, in another order each', () => {
    // 3 epochs of 10 in 10 batches of 3
    const seen = Array.from({ length: 10 }, (_, i) => [...order().indices(i + 1, 3)]).flat();
    const epochs = [seen.slice(0, 10), seen.slice(10, 20), seen.slice(20, 30)];

    for (const epoch of epochs) expect([...epoch].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(new Set(epochs.map((epoch) => epoch.join())).size).toBe(3);
  });

  test('needs nothing but the step', () => {
    const walking = order();
    for (let step = 1; step < 50; step++) walking.indices(step, 3);

    expect(walking.indices(50, 3)).toEqual(order().indices(50, 3));
  });

  test('fills batches larger than the data', () => {
    const counts = new Array(10).fill(0);
    for (const index of order().indices(1, 40)) counts[index] += 1;

    expect(counts).toEqual(new Array(10).fill(4));
  });
});
