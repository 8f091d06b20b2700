import { DeviceError } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { type DeviceHost, listDevices } from './list-devices.js';
import { probeProvider } from './probe-provider.js';

const machine = (facts: Partial<DeviceHost>): DeviceHost => ({
  platform: 'linux',
  arch: 'x64',
  providers: async () => ['cpu', 'webgpu', 'cuda', 'tensorrt'],
  gpuName: async () => undefined,
  adapter: async () => undefined,
  probe: async () => ({ failure: 'Failed to load shared library' }),
  measure: async () => 12,
  hasPackage: () => false,
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
      ['wasm', 'missing'],
      ['tensorflow', 'missing'],
      ['tfjs', 'ready'],
    ]);
    expect(devices[0]).toMatchObject({ description: expect.stringMatching(/, \d+ threads?$/), gigaflops: 12 });
  });

  test.each<[string, Partial<DeviceHost>, object]>([
    [
      'a GPU that works',
      { adapter: async () => ({ name: 'NVIDIA H1', isSoftware: false }), probe: async () => ({ gigaflops: 900 }) },
      { status: 'ready', description: 'NVIDIA H1', gigaflops: 900, hints: [] },
    ],
    [
      'no GPU, but software that poses as one',
      { probe: async () => ({ gigaflops: 9 }) },
      { status: 'software', gigaflops: 9, description: expect.stringContaining('software adapter, no GPU') },
    ],
    [
      'software that Dawn knows by name, beside a GPU without a driver',
      {
        gpuName: async () => 'AMD GPU',
        adapter: async () => ({ name: 'llvmpipe', isSoftware: true }),
        probe: async () => ({ gigaflops: 9 }),
      },
      { status: 'software', description: expect.stringContaining('software adapter llvmpipe') },
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
      { platform: 'linux', arch: 'riscv64', providers: async () => ['cpu'] },
      { status: 'unsupported', description: expect.stringContaining('linux-riscv64') },
    ],
  ])('explains webgpu on a machine with %s', async (_, facts, expected) => {
    expect((await listDevices(machine(facts)))[1]).toMatchObject({ name: 'webgpu', ...expected });
  });

  test('tells missing CUDA libraries from a GPU that they cannot use', async () => {
    const cuda = async (failure: string) => (await listDevices(machine({ probe: async () => ({ failure }) })))[2];

    expect(await cuda('Failed to load shared library')).toMatchObject({ description: expect.stringContaining('not installed') });
    expect(await cuda('no CUDA-capable device')).toMatchObject({ description: 'cannot be used: no CUDA-capable device' });
  });

  test('names what is not proven', async () => {
    const caveats = (await listDevices(machine({}))).flatMap(({ name, caveat }) => (caveat === undefined ? [] : [name]));

    expect(caveats).toEqual(['webgpu', 'cuda', 'directml', 'coreml', 'tensorflow']);
  });

  test('goes on where the native runtime does not start', async () => {
    const refused = async () => {
      throw new DeviceError('E-DEVICE-001', 'it does not start');
    };
    const devices = await listDevices(
      machine({
        arch: 'musl',
        providers: refused,
        measure: async (device) => (device === 'cpu' ? refused() : 1),
        hasPackage: (name) => name === 'onnxruntime-web',
      }),
    );

    expect(devices.map(({ status }) => status)).toEqual([
      ...['missing', 'unsupported', 'unsupported', 'unsupported', 'unsupported'],
      ...['ready', 'missing', 'ready'],
    ]);
  });

  test('finds what comes with Windows and macOS', async () => {
    const works = { probe: async () => ({ gigaflops: 50 }), gpuName: async () => 'GPU of this machine' };
    const on = async (platform: string, provider: string) =>
      (await listDevices(machine({ ...works, platform, providers: async () => ['cpu', provider] }))).filter(
        ({ status }) => status === 'ready',
      );

    expect((await on('win32', 'dml')).map(({ name }) => name)).toEqual(['cpu', 'directml', 'tfjs']);
    expect((await on('darwin', 'coreml')).map(({ name }) => name)).toEqual(['cpu', 'coreml', 'tfjs']);
  });
});

describe('probeProvider', () => {
  test('measures a provider that works, and says why another does not', async () => {
    expect(await probeProvider('cpu')).toEqual({ gigaflops: expect.any(Number) });
    expect(await probeProvider('nothing')).toEqual({ failure: expect.stringContaining('backend not found') });
  });
});
