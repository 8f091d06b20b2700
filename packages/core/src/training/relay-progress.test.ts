import { describe, expect, test } from '@jest/globals';
import { relayProgress, type TaskProgress } from './relay-progress.js';

async function collect<T>(generator: AsyncGenerator<TaskProgress, T>): Promise<{ seen: string[]; result: T }> {
  const seen: string[] = [];
  for (;;) {
    const next = await generator.next();
    if (next.done === true) return { seen, result: next.value };
    seen.push(`${next.value.done}/${next.value.total}`);
  }
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('relayProgress', () => {
  test('gives progress and the result', async () => {
    const task = async (report: (done: number, total: number) => void) => {
      for (let i = 1; i <= 3; i++) {
        await turn();
        report(i, 3);
      }
      return 'done';
    };

    expect(await collect(relayProgress(task))).toEqual({ seen: ['1/3', '2/3', '3/3'], result: 'done' });
  });

  test('gives the newest only, and one for each percent', async () => {
    const task = async (report: (done: number, total: number) => void) => {
      report(1, 1000);
      report(2, 1000);
      await turn();
      for (let i = 3; i <= 25; i++) report(i, 1000);
    };

    // 1/1000 and 2/1000 are 0 %; of 10/1000 (1 %) and 20/1000 (2 %) the reader sees the newer
    expect((await collect(relayProgress(task))).seen).toEqual(['1/1000', '20/1000']);
  });

  test('fails as the task fails', async () => {
    await expect(collect(relayProgress(() => Promise.reject(new Error('broken'))))).rejects.toThrow('broken');
  });
});
