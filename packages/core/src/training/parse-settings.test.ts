import { InvalidConfigError } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { parseSettings } from './parse-settings.js';

describe('parseSettings', () => {
  test('names each field that a schema refuses', () => {
    // the form of a zod error
    const refused = Object.assign(new Error('schema'), {
      issues: [
        { path: ['batchSize'], message: 'too small' },
        { path: [], message: 'unrecognized key "x"' },
      ],
    });
    const parse = () =>
      parseSettings('dcgan', () => {
        throw refused;
      });

    expect(parse).toThrow(InvalidConfigError);
    expect(parse).toThrow('invalid settings of dcgan: batchSize: too small; unrecognized key "x"');
  });

  test('lets results and other errors through', () => {
    expect(parseSettings('dcgan', () => 3)).toBe(3);
    expect(() =>
      parseSettings('dcgan', () => {
        throw new RangeError('a bug');
      }),
    ).toThrow(RangeError);
  });
});
