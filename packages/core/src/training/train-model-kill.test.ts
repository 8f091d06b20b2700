import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeTinyImages } from '@aigc/testkit';
import { expect, test } from '@jest/globals';
import { randomStream } from '../random/random-stream.js';

const KILLS = 6;
const STEPS = 1500;
const [CORE, TESTKIT] = ['../../dist/index.js', '../../../testkit/dist/index.js'].map(
  (path) => new URL(path, import.meta.url).href,
);
// Trains or goes on with a run; prints a dot when the first step is done.
const TRAINER = `
  import { existsSync } from 'node:fs';
  import { trainModel } from '${CORE}';
  import { tinyGan } from '${TESTKIT}';
  const [dataPath, runFolder] = process.argv.slice(1);
  const isResumed = existsSync(runFolder + '/run.json');
  let isFirst = true;
  const options = { family: 'test', model: tinyGan, settings: {}, dataPath, runFolder, isResumed, steps: ${STEPS}, checkpointEvery: 20 };
  for await (const event of trainModel(options)) {
    if (event.type !== 'step-end' || !isFirst) continue;
    isFirst = false;
    process.stdout.write('.');
  }
`;

test(`a training killed ${KILLS} times ends with the bytes of one that was not`, async () => {
  const root = await mkdtemp(join(tmpdir(), 'aigc-'));
  const data = join(root, 'data');
  await writeTinyImages(data, 10);
  const start = (run: string) =>
    spawn(process.execPath, ['--input-type=module', '-e', TRAINER, data, join(root, run)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  const delays = randomStream(11).uniform(KILLS);

  for (let i = 0; i < KILLS; i++) {
    const child = start('killed');
    await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
    await sleep(100 * (delays[i] as number));
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  }
  for (const run of ['killed', 'whole']) {
    const [code] = (await once(start(run), 'close')) as [number];
    expect(code).toBe(0);
  }

  const last = `checkpoints/step-00${STEPS}`;
  for (const file of [`${last}/manifest.json`, `${last}/model.safetensors`, `samples/step-00${STEPS}.png`]) {
    expect(await readFile(join(root, 'killed', file))).toEqual(await readFile(join(root, 'whole', file)));
  }
  expect((await readdir(join(root, 'killed'))).filter((name) => name.startsWith('.'))).toEqual([]);
  expect((await readdir(join(root, 'killed', 'checkpoints'))).every((name) => name.startsWith('step-'))).toBe(true);
  const lines = (await readFile(join(root, 'killed', 'metrics.jsonl'), 'utf8')).trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { step: number }).step)).toEqual(
    Array.from({ length: STEPS }, (_, i) => i + 1),
  );
  await rm(root, { recursive: true, force: true });
});
