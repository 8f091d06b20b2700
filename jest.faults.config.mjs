// Faults injected into real processes and disks: minutes, not seconds. `npm run test:faults`.
import base from './jest.config.mjs';

export default {
  ...base,
  testPathIgnorePatterns: [],
  testMatch: base.testMatch.map((pattern) => pattern.replace('*.test.', '*.fault.test.')),
  maxWorkers: 2,
};
