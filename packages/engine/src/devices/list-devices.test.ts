import { describe, expect, test } from '@jest/globals';
import { type DeviceHost, listDevices } from './list-devices.js';
import { probeProvider } from './probe-provider.js';

const machine = (facts: Partial<DeviceHost>): DeviceHost => ({
  platform: 'linux',
  arch: 'x64',
  backends: ['cpu', 'webgpu', 'cuda', 'tensorrt'],
  gpuName: async () => undefined,
  probe: async () => ({ failure: 'Failed to load shared library' }),
  ...facts,
});

describe('listDevices', () => {
  test('measures the processor and names every other device once', async () => {
    const devices = await listDevices(machine({}));

    expect(devices.map(({ name, status }) => [name, status])).toEqual([
      ['cpu', 'ready'],
      ['webgpu', 'missing'],
      ['cuda', 'missing'],
      ['directml', 'unsupported'],
      ['coreml', 'unsupported'],
    ]);
    expect(devices[0]).toMatchObject({ description: expect.stringMatching(/, \d+ threads?$/), gigaflops: expect.any(Number) });
  });

  test.each<[string, Partial<DeviceHost>, object]>([
    [
      'a GPU that works',
      { gpuName: async () => 'NVIDIA H1', probe: async () => ({ gigaflops: 900 }) },
      { status: 'ready', description: 'NVIDIA H1', gigaflops: 900, hints: [] },
    ],
    [
      'no GPU, but software that poses as one',
      { probe: async () => ({ gigaflops: 9 }) },
      { status: 'software', gigaflops: 9, description: expect.stringContaining('software adapter') },
    ],
    [
      'a GPU without a driver',
      { gpuName: async () => 'AMD GPU', probe: async () => ({ failure: 'no adapter' }) },
      { status: 'missing', description: 'AMD GPU cannot be used: no adapter', hints: [expect.stringContaining('Vulkan')] },
    ],
    [
      'no GPU at all',
      {},
      { status: 'missing', description: 'no GPU was found', hints: [expect.stringMatching(/^with a GPU: install/)] },
    ],
    [
      'Windows without a driver',
      { platform: 'win32', gpuName: async () => 'GPU of this machine' },
      { status: 'missing', hints: ['update the graphics driver'] },
    ],
    [
      'a platform without WebGPU',
      { platform: 'linux', arch: 'riscv64', backends: ['cpu'] },
      { status: 'unsupported', description: expect.stringContaining('linux-riscv64') },
    ],
  ])('explains webgpu on a machine with %s', async (_, facts, expected) => {
    expect((await listDevices(machine(facts)))[1]).toMatchObject({ name: 'webgpu', isSelectable: true, ...expected });
  });

  test('tells missing CUDA libraries from a GPU that they cannot use', async () => {
    const cuda = async (failure: string) => (await listDevices(machine({ probe: async () => ({ failure }) })))[2];

    expect(await cuda('Failed to load shared library')).toMatchObject({ description: expect.stringContaining('not installed') });
    expect(await cuda('no CUDA-capable device')).toMatchObject({ description: 'cannot be used: no CUDA-capable device' });
  });
});

describe('probeProvider', () => {
  test('measures a provider that works, and says why another does not', async () => {
    expect(await probeProvider('cpu')).toEqual({ gigaflops: expect.any(Number) });
    expect(await probeProvider('nothing')).toEqual({ failure: expect.stringContaining('backend not found') });
  });
});
