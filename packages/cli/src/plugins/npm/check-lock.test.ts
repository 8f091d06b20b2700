import { describe, expect, test } from '@jest/globals';
import { checkLock } from './check-lock.js';

const HASH = `sha512-${'A'.repeat(86)}==`;
const GOOD = { version: '1.0.0', resolved: 'https://registry.example.com/a/-/a-1.0.0.tgz', integrity: HASH };
const lockOf = (path: string, entry: object, root: object = {}) => ({ packages: { '': root, [path]: entry } });

describe('checkLock', () => {
  test('gives the packages with their hashes', () => {
    const lock = lockOf(
      'node_modules/@studio/a',
      { ...GOOD, hasInstallScript: true },
      { dependencies: { '@studio/a': '^1.0.0' } },
    );

    expect(checkLock(lock, new Set())).toEqual([
      {
        path: 'node_modules/@studio/a',
        name: '@studio/a',
        version: '1.0.0',
        integrity: HASH,
        hasInstallScript: true,
        isBundled: false,
      },
    ]);
  });

  test('takes an archive of the set, and one under another name of the registry', () => {
    const spec = 'file:tarballs/a.tgz';
    const lock = lockOf(
      'node_modules/a',
      { ...GOOD, resolved: spec, dependencies: { b: 'npm:@x/c@^2' } },
      { dependencies: { a: spec } },
    );

    expect(checkLock(lock, new Set([spec]))).toHaveLength(1);
  });

  const refused: [string, object, RegExp][] = [
    ['git', { ...GOOD, resolved: 'git+ssh://git@example.com/a.git#0123' }, /comes from git\+ssh/],
    ['a folder', { ...GOOD, resolved: 'file:../a' }, /comes from file:/],
    ['a link', { ...GOOD, link: true }, /no package of a registry/],
    ['no hash', { ...GOOD, integrity: undefined }, /no sha512/],
    ['sha1', { ...GOOD, integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }, /no sha512/],
    ['a dependency on git', { ...GOOD, dependencies: { b: 'git://example.com/b.git' } }, /takes b from git:/],
    ['a dependency on a repository', { ...GOOD, dependencies: { b: 'somebody/b' } }, /takes b from somebody/],
    [
      'an optional dependency on an address',
      { ...GOOD, optionalDependencies: { b: 'https://example.com/b.tgz' } },
      /takes b from/,
    ],
  ];
  test.each(refused)('refuses %s', (_, entry, message) => {
    expect(() => checkLock(lockOf('node_modules/a', entry), new Set())).toThrow(
      expect.objectContaining({ code: 'E-PLUGIN-011', exitCode: 40, message: expect.stringMatching(message) }),
    );
  });

  test.each(['../a', 'node_modules/../../a', 'packages/a', 'node_modules/.bin'])('refuses the place %s', (path) => {
    expect(() => checkLock(lockOf(path, GOOD), new Set())).toThrow(/no package of a registry/);
  });

  test.each(['zod', '@aigc/core', '@tensorflow/tfjs-core'])('refuses a copy of %s, wherever it is', (name) => {
    expect(() => checkLock(lockOf(`node_modules/a/node_modules/${name}`, GOOD), new Set())).toThrow(
      expect.objectContaining({ code: 'E-PLUGIN-018' }),
    );
  });
});
