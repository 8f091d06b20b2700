import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fitCamera } from '../camera.js';
import { ballScene } from '../testing/ball-scene.js';
import { GpuConnection } from './gpu-connection.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts a process that behaves as a driver may. */
async function start(code: string): Promise<GpuConnection> {
  const program = join(folder, 'driver.cjs');
  await writeFile(program, code);
  return GpuConnection.start(program);
}

const ADAPTER = `process.send({ kind: 'adapter', adapter: { name: 'Card 3', isSoftware: false } });`;

describe('a process that draws', () => {
  test.each([
    ['crashes', 'process.abort();', /the driver crashed \(SIGABRT|the driver crashed \(exit/],
    ['ends', 'process.exit(0);', /the driver crashed \(exit 0\)/],
    ['finds no adapter', `process.send({ kind: 'failed', reason: 'there is no WebGPU adapter' });`, /there is no WebGPU adapter/],
  ])('is no adapter when it %s', async (_, code, message) => {
    const hints = expect.arrayContaining([expect.stringContaining('--renderer cpu')]);
    await expect(start(code)).rejects.toMatchObject({
      ...{ code: 'E-DEVICE-130', exitCode: 31, hints },
      message: expect.stringMatching(message),
    });
  });

  test('says what to install when a package is missing', async () => {
    const reason = 'the optional package webgpu is not installed';
    const hints = expect.arrayContaining([expect.stringMatching(/^npm install three@\S+ webgpu@\S+$/)]);
    await expect(start(`process.send({ kind: 'failed', reason: '${reason}' });`)).rejects.toMatchObject({ hints });
  });

  test('fails every picture under way, and every later one, when it dies while it draws', async () => {
    const scene = await ballScene();
    const camera = fitCamera(scene, [0], 1);
    const view = { width: 8, height: 8, turn: 0, camera };
    const connection = await start(
      `${ADAPTER} process.on('message', ({ kind, id }) => (kind === 'draw' ? process.abort() : process.send({ kind: 'done', id })));`,
    );
    await connection.open(scene);
    const failure = { code: 'E-DEVICE-131', exitCode: 31, message: expect.stringContaining('Card 3 cannot draw') };
    const frames = [connection.draw(view), connection.draw(view)];
    for (const frame of await Promise.allSettled(frames)) expect(frame).toMatchObject({ status: 'rejected', reason: failure });
    await expect(connection.draw(view)).rejects.toMatchObject(failure);
    await connection.close();
  });
});
