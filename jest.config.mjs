// Tests run as ES modules (ink needs top-level await), compiled by swc; types are checked by `npm run check`.
export default {
  testEnvironment: '<rootDir>/packages/testkit/jest-environment.mjs',
  testMatch: ['<rootDir>/packages/*/src/**/*.test.{ts,tsx}', '<rootDir>/e2e/**/*.test.ts'],
  // slower ones, run by `npm run test:faults`
  testPathIgnorePatterns: ['/node_modules/', '\\.fault\\.test\\.'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        module: { type: 'es6' },
        jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'automatic' } } },
      },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/'],
  setupFiles: ['<rootDir>/packages/testkit/jest-setup.mjs'],
  setupFilesAfterEnv: ['<rootDir>/packages/testkit/jest-setup-after-env.mjs'],
  workerIdleMemoryLimit: '768MB',
  maxWorkers: '100%',
  testTimeout: 60_000,
};
