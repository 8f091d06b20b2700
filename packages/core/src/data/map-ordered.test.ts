import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { mapOrdered } from './map-ordered.js';

async function* upTo(count: number): AsyncGenerator<number> {
  for (let i = 0; i < count; i++) yield i;
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('mapOrdered', () => {
  test('keeps the order, whichever is done first, and never does more at a time than it may', async () => {
    let underWay = 0;
    let most = 0;
    const work = async (i: number): Promise<number> => {
      most = Math.max(most, ++underWay);
      await sleep(i % 3);
      underWay -= 1;
      return i * i;
    };

    expect(await collect(mapOrdered(upTo(10), 3, work))).toEqual([0, 1, 4, 9, 16, 25, 36, 49, 64, 81]);
    expect(most).toBe(3);
  });

  test('stops at the first failure', async () => {
    const started: number[] = [];
    const work = async (i: number): Promise<number> => {
      started.push(i);
      if (i === 2) throw new Error('two');
      return i;
    };

    await expect(collect(mapOrdered(upTo(100), 2, work))).rejects.toThrow('two');
    expect(started.length).toBeLessThan(6);
  });
});
