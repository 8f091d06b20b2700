import { InvalidConfigError } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { dcgan } from './model.js';

describe('dcgan.resolveConfig', () => {
  test('takes the channels from the pictures', () => {
    expect(dcgan.resolveConfig({}, { kind: 'images', count: 10, channels: 3 }).channels).toBe(3);
  });

  test('refuses grey output for colour pictures', () => {
    const resolve = () => dcgan.resolveConfig({ channels: 1 }, { kind: 'images', count: 10, channels: 3 });

    expect(resolve).toThrow(InvalidConfigError);
    expect(resolve).toThrow('channels is 1, but some pictures are in colour');
  });

  test('refuses a setting it does not know', () => {
    expect(() => dcgan.resolveConfig({ learnRate: 1 }, { kind: 'images', count: 1, channels: 1 })).toThrow('learnRate');
  });
});
