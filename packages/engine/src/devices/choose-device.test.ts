import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeviceError } from '@aigc/plugin-api';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ChoosingHost, chooseDevice } from './choose-device.js';
import { machineKey } from './machine-key.js';
import { measureStepMs } from './measure-device.js';

const previousHome = process.env.AIGC_HOME;
beforeEach(async () => {
  process.env.AIGC_HOME = await mkdtemp(join(tmpdir(), 'aigc-'));
});
afterEach(() => {
  if (previousHome === undefined) delete process.env.AIGC_HOME;
  else process.env.AIGC_HOME = previousHome;
});

const failing = async (): Promise<never> => {
  throw new DeviceError('E-DEVICE-005', 'device webgpu was lost');
};

/** A machine with a GPU that takes 2 ms a step; the processor takes 5. */
function machine(facts: Partial<ChoosingHost> = {}): ChoosingHost & { measured: string[] } {
  const measured: string[] = [];
  const host: ChoosingHost = {
    providers: async () => ['cpu', 'webgpu', 'cuda'],
    gpuName: async () => 'Card 3',
    adapter: async () => ({ name: 'Card 3', isSoftware: false }),
    probe: async () => ({ failure: 'Failed to load shared library' }),
    hasPackage: () => false,
    key: async (threads) => `this machine, ${threads}`,
    stepMs: async (device) => (device === 'cpu' ? 5 : 2),
    describe: async (name) => ({ name, description: `the ${name}`, gigaflops: 1 }),
    ...facts,
  };
  return {
    ...host,
    measured,
    stepMs: async (device, threads) => {
      measured.push(device);
      return host.stepMs(device, threads);
    },
  };
}

describe('auto', () => {
  test.each<[string, Partial<ChoosingHost>, string, readonly string[]]>([
    ['takes the GPU that is faster', {}, 'webgpu', ['cpu', 'webgpu']],
    [
      'keeps to the processor where that is faster',
      { stepMs: async (device) => (device === 'cpu' ? 1 : 2) },
      'cpu',
      ['cpu', 'webgpu'],
    ],
    ['never takes a software adapter', { adapter: async () => ({ name: 'llvmpipe', isSoftware: true }) }, 'cpu', ['cpu']],
    ['does not look for a GPU where the system knows none', { gpuName: async () => undefined }, 'cpu', []],
    ['goes on where a GPU fails', { stepMs: async (device) => (device === 'cpu' ? 5 : failing()) }, 'cpu', ['cpu', 'webgpu']],
    [
      'takes CUDA where that is the fastest',
      { probe: async () => ({ gigaflops: 9 }), stepMs: async (device) => ({ cpu: 5, webgpu: 4 })[device as 'cpu'] ?? 3 },
      'cuda',
      ['cpu', 'webgpu', 'cuda'],
    ],
    [
      'measures TensorFlow where it is installed',
      { gpuName: async () => undefined, hasPackage: (name) => name === '@tensorflow/tfjs-node' },
      'tensorflow',
      ['cpu', 'tensorflow'],
    ],
    [
      'takes WebAssembly where the native runtime does not start',
      { providers: failing, hasPackage: (name) => name === 'onnxruntime-web' },
      'wasm',
      [],
    ],
    ['takes JavaScript where nothing else is', { providers: failing }, 'tfjs', []],
  ])('%s', async (_, facts, expected, measured) => {
    const host = machine(facts);

    expect((await chooseDevice('auto', 2, host)).name).toBe(expected);
    expect(host.measured).toEqual(measured);
  });

  test('measures once for a machine, its threads and versions, and again when any of them changes', async () => {
    const [first, same, other] = [machine(), machine(), machine({ key: async () => 'a new driver' })];

    const chosen = await chooseDevice('auto', 2, first);
    expect(await chooseDevice('auto', 2, same)).toEqual(chosen);
    expect(same.measured).toEqual([]);
    await chooseDevice('auto', 3, same);
    expect(same.measured).toEqual(['cpu', 'webgpu']);
    await chooseDevice('auto', 2, other);
    expect(other.measured).toEqual(['cpu', 'webgpu']);
  });

  test('measures again where what it remembered is damaged', async () => {
    await chooseDevice('auto', 2, machine());
    const file = join(process.env.AIGC_HOME as string, 'devices.json');
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, 20));

    expect((await chooseDevice('auto', 2, machine())).name).toBe('webgpu');
  });
});

test('a named device is described, slow or not', async () => {
  const host = machine({ adapter: async () => ({ name: 'llvmpipe', isSoftware: true }) });

  expect(await chooseDevice('webgpu', 2, host)).toMatchObject({ name: 'webgpu', description: 'the webgpu' });
  expect(host.measured).toEqual([]);
});

test('the key of this machine names versions, the processor and what is installed, and is the same twice', async () => {
  const key = JSON.parse(await machineKey(2)) as { [name: string]: unknown };

  expect(Object.keys(key)).toEqual(
    expect.arrayContaining(['engine', 'onnxruntime', 'node', 'system', 'processor', 'vulkan', 'packages', 'environment']),
  );
  expect(key.processor).toMatch(/ x 2 of \d+$/);
  expect(JSON.parse(await machineKey(2))).toEqual(key);
});

test('the processor does the training step that devices are measured by', async () => {
  expect(await measureStepMs({ device: 'cpu', threads: 2 })).toBeGreaterThan(0);
});
