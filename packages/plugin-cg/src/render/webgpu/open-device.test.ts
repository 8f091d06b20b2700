import { expect, test } from '@jest/globals';
import { describeAdapter } from './open-device.js';

test.each([
  // As Dawn describes Mesa's software driver, Google's, and a card.
  ['mesa', 'software', 'llvmpipe-llvm-15-0-6-256-bits-', 'llvmpipe: Mesa 25.0.7', 'llvmpipe-llvm-15-0-6-256-bits', true],
  ['google', 'swiftshader', 'swiftshader-device', 'SwiftShader driver', 'swiftshader-device', true],
  ['nvidia', 'ada', 'nvidia-geforce-rtx-4070', 'NVIDIA: 550.54', 'nvidia-geforce-rtx-4070', false],
  ['apple', 'metal-3', '', 'Apple M1', 'Apple M1', false],
])('names an adapter by %s %s and tells software from hardware', (...facts) => {
  const [vendor, architecture, device, description, name, isSoftware] = facts;
  expect(describeAdapter({ vendor, architecture, device, description })).toEqual({ name, isSoftware });
});
