import { afterEach } from '@jest/globals';

// A command that fails sets process.exitCode; a passing test of a failing command must not fail the run.
afterEach(() => {
  process.exitCode = undefined;
});
