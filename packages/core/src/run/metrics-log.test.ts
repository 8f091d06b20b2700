import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { METRICS_FILE, MetricsLog } from './metrics-log.js';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const read = () => readFile(join(dir, METRICS_FILE), 'utf8');

describe('MetricsLog', () => {
  test('appends one JSON object a line', async () => {
    const log = await MetricsLog.open(dir, 0);
    log.append({ step: 1, loss: 0.5 });
    log.append({ step: 2, loss: 0.25 });
    log.close();

    expect(await read()).toBe('{"step":1,"loss":0.5}\n{"step":2,"loss":0.25}\n');
  });

  test('cuts back to the step it goes on from, and drops a torn last line', async () => {
    await writeFile(join(dir, METRICS_FILE), '{"step":1}\n{"step":2}\n{"step":3}\n{"ste');

    const log = await MetricsLog.open(dir, 2);
    log.append({ step: 3, again: 1 });
    log.close();

    expect(await read()).toBe('{"step":1}\n{"step":2}\n{"step":3,"again":1}\n');
  });

  test('completes a last line without its end', async () => {
    await writeFile(join(dir, METRICS_FILE), '{"step":1}\n{"step":2}');

    (await MetricsLog.open(dir, 5)).close();

    expect(await read()).toBe('{"step":1}\n{"step":2}\n');
  });

  test('fails with exit 20 where it cannot write', async () => {
    await mkdir(join(dir, METRICS_FILE));

    await expect(MetricsLog.open(dir, 0)).rejects.toMatchObject({ exitCode: 20, path: join(dir, METRICS_FILE) });
  });
});
