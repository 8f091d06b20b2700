import { DEVICE_NAMES } from '@aigc/engine';
import { expect, test } from '@jest/globals';
import { DEVICE_CHOICES } from './device-choices.js';

test('every device of the engine can be chosen', () => {
  expect(DEVICE_CHOICES).toEqual(['auto', ...DEVICE_NAMES]);
});
