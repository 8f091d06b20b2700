import { describe, expect, test } from '@jest/globals';
import { checkManifest } from './check-manifest.js';

const OWNER = { name: 'sample', version: '1.0.0', root: '/plugins/sample', oclif: {} };
const COMMAND = { id: 'train:sample', aliases: [], flags: {}, args: {}, summary: 'Train', relativePath: ['src', 'a.js'] };
const manifestOf = (command: object, id = 'train:sample') => ({
  version: '1.0.0',
  commands: { [id]: { ...COMMAND, ...command } },
});

describe('checkManifest', () => {
  test('gives commands with aliases, and their files', () => {
    const manifest = manifestOf({ aliases: ['sample go'], examples: ['<%= config.bin %> train sample'] });

    expect(checkManifest(manifest, OWNER)).toEqual({ commandIds: ['train:sample', 'sample:go'], commandFiles: ['src/a.js'] });
  });

  const refused: [string, object][] = [
    ['another version', { ...manifestOf({}), version: '2.0.0' }],
    ['no commands', { version: '1.0.0' }],
    ['a command under a wrong id', manifestOf({ id: 'train:gan' })],
    ['a command without flags', manifestOf({ flags: null })],
    ['a file outside', manifestOf({ relativePath: ['..', 'x.js'] })],
    ['an unfit alias', manifestOf({ aliases: ['../x'] })],
    ['code in a summary', manifestOf({ summary: '<% process.exit(1) %>' })],
    ['code in a flag', manifestOf({ flags: { out: { description: '<%- 1 + 1 %>' } } })],
    ['code hidden behind a template', manifestOf({ summary: '<%= config.bin %><%= x %>' })],
    ['an escape sequence', manifestOf({ summary: '\u001b]0;title\u0007' })],
  ];
  test.each(refused)('refuses %s', (_, manifest) => {
    expect(() => checkManifest(manifest as { [key: string]: unknown }, OWNER)).toThrow(
      expect.objectContaining({ code: 'E-PLUGIN-013', exitCode: 40 }),
    );
  });

  test('refuses code in the topics of package.json', () => {
    const oclif = { topics: { sample: { description: '<% x %>' } } };

    expect(() => checkManifest(manifestOf({}), { ...OWNER, oclif })).toThrow(/code in a help text/);
  });
});
