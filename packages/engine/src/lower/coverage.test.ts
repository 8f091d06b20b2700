import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { allKernelNames } from '../trace/register-kernels.js';
import { LOWERINGS } from './index.js';
import { REFUSALS } from './refusals.js';
import { ALL_CASES } from './testing/cases/index.js';
import { featureTable } from './testing/feature-table.js';

const lowered = Object.keys(LOWERINGS).sort();

describe('the set of lowerings', () => {
  test('has, or refuses with a reason, every kernel of tfjs-core', () => {
    expect([...lowered, ...Object.keys(REFUSALS)].sort()).toEqual(allKernelNames().sort());
  });

  test('is compared with the cpu backend, kernel by kernel', () => {
    expect([...new Set(ALL_CASES.flatMap(({ kernels }) => kernels))].sort()).toEqual(lowered);
  });

  test('is what FEATURES.md says (npm run features)', async () => {
    const written = await readFile(new URL('../../FEATURES.md', import.meta.url), 'utf8');

    expect(written).toBe(featureTable());
  });
});
