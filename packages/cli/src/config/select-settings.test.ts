import { describe, expect, test } from '@jest/globals';
import { settableCommands } from './known-settings.js';
import { allSettings, selectSettings } from './select-settings.js';

const option = (name: string, helpValue?: string) => ({
  name,
  type: 'option',
  ...(helpValue === undefined ? {} : { helpValue }),
});
const COMMANDS = settableCommands({
  commands: [
    { id: 'train:gan', flags: { a: option('batch-size'), b: option('device'), c: option('out', 'RUN'), d: option('fit') } },
    { id: 'train:vae', flags: { a: option('kl-weight'), b: option('device') } },
    { id: 'generate', flags: { a: option('seeds'), b: { name: 'overwrite', type: 'boolean' } } },
    { id: 'generate:gan', flags: { a: option('seeds'), b: option('truncation-psi') } },
    { id: 'plugins:install', flags: { a: option('registry') } },
    { id: 'doctor', flags: {} },
  ],
} as never);

const select = (content: unknown, id = 'train:gan') =>
  selectSettings({ path: 'aigc.config.json', scope: 'project', content }, id, COMMANDS).settings;

describe('selectSettings', () => {
  test("gives a command's own settings, and those of the sections around it", () => {
    const content = { train: { device: 'cpu', gan: { batchSize: 16 }, vae: { klWeight: 2 } } };

    expect(select(content)).toEqual({
      device: { value: 'cpu', at: 'train.device' },
      batchSize: { value: 16, at: 'train.gan.batchSize' },
    });
  });

  test('lets the inner section win', () => {
    const content = { train: { device: 'cpu', gan: { device: 'webgpu' } } };

    expect(select(content)).toEqual({ device: { value: 'webgpu', at: 'train.gan.device' } });
    expect(select(content, 'train:vae')).toEqual({ device: { value: 'cpu', at: 'train.device' } });
  });

  test('a command may be a section of others at once', () => {
    const content = { generate: { seeds: '0-3', gan: { truncationPsi: 0.7 } } };

    expect(Object.keys(select(content, 'generate:gan'))).toEqual(['seeds', 'truncationPsi']);
    expect(Object.keys(select(content, 'generate'))).toEqual(['seeds']);
  });

  test('takes a schema for editors, and empty sections', () => {
    expect(select({ $schema: './aigc.schema.json', train: { gan: null } })).toEqual({});
  });

  test.each([
    [{ trian: {} }, 'unknown setting "trian"', 'did you mean "train"?'],
    [{ train: { gna: {} } }, 'unknown setting "train.gna"', 'did you mean "train.gan"?'],
    [{ train: { gan: { batchsize: 3 } } }, 'unknown setting "train.gan.batchsize"', 'did you mean "train.gan.batchSize"?'],
    [{ train: { gan: { klWeight: 3 } } }, 'unknown setting "train.gan.klWeight"', 'known here: batchSize, device, fit'],
    [{ device: 'cpu' }, 'unknown setting "device"', 'known here: train, generate'],
    [{ plugins: { install: {} } }, 'unknown setting "plugins"', 'known here: train, generate'],
    [{ train: { gan: { out: '/etc' } } }, '"train.gan.out" cannot be set in a file', 'give it on the command line: --out'],
    [{ train: [] }, '"train" must hold settings by name', undefined],
    [JSON.parse('{"__proto__": {"train": {}}}'), 'unknown setting "__proto__"', 'known here: train, generate'],
    [{ train: { gan: { constructor: 1 } } }, 'unknown setting "train.gan.constructor"', 'known here: batchSize, device, fit'],
  ])('refuses %j', (content, message, hint) => {
    expect(() => select(content)).toThrow(
      expect.objectContaining({ message, path: 'aigc.config.json', exitCode: 2, hints: hint === undefined ? [] : [hint] }),
    );
  });

  test('does not look into sections of other commands', () => {
    expect(select({ train: { vae: { nothing: 1 } } })).toEqual({});
  });
});

describe('allSettings', () => {
  test('lists every setting, and checks every section', () => {
    const list = (content: unknown) => allSettings({ path: 'p', scope: 'user', content }, COMMANDS);

    expect(list({ train: { device: 'cpu', vae: { klWeight: 2 } }, generate: { seeds: 3 } })).toEqual([
      { at: 'train.device', value: 'cpu' },
      { at: 'train.vae.klWeight', value: 2 },
      { at: 'generate.seeds', value: 3 },
    ]);
    expect(() => list({ train: { vae: { nothing: 1 } } })).toThrow('unknown setting "train.vae.nothing"');
  });
});
