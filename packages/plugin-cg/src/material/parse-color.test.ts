import { InvalidConfigError } from '@aigc/plugin-api';
import { describe, expect, test } from '@jest/globals';
import { makeMaps } from './make-maps.js';
import { parseColor } from './parse-color.js';

describe('parseColor', () => {
  test('reads red, green and blue, with or without the hash', () => {
    expect(parseColor('#b08d57')).toEqual([0xb0, 0x8d, 0x57]);
    expect(parseColor('B08D57')).toEqual([0xb0, 0x8d, 0x57]);
  });

  test('says what a colour looks like', () => {
    expect(() => parseColor('bronze')).toThrow(InvalidConfigError);
    expect(() => parseColor('bronze')).toThrow('a colour is six hexadecimal digits, got "bronze"');
  });
});

test('a given colour, roughness and metallic fill their maps and leave the relief alone', () => {
  const image = { width: 8, height: 8, channels: 1 as const, data: Uint8Array.from({ length: 64 }, (_, i) => (i % 8) * 30) };
  const drain = (options: object) => {
    const steps = makeMaps(image, options);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  };

  const given = drain({ color: [176, 141, 87], roughness: 0.4, metallic: 1 });

  expect([...given.images.baseColor.data.slice(0, 6)]).toEqual([176, 141, 87, 176, 141, 87]);
  // red unused, 0.4 * 255 = 102, metal
  expect([...given.images.metallicRoughness.data.slice(0, 3)]).toEqual([255, 102, 255]);
  expect(given.images.height.data).toEqual(drain({}).images.height.data);
});
