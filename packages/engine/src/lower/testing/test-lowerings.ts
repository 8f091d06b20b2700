import { describe, test } from '@jest/globals';
import fc from 'fast-check';
import { checkLowering } from './check-lowering.js';
import { Draw } from './draw.js';
import type { LoweringCase } from './lowering-case.js';

/** Calls drawn for each case; each costs two eager runs and one compilation. */
const RUNS = 6;
/** The same draws on every run of the tests. */
const SEED = 20;

/** Registers a jest test for every case: compiled values and gradients equal those of tfjs's `cpu` backend. */
export function testLowerings(cases: readonly LoweringCase[]): void {
  describe.each(cases.map((tested) => [[...tested.kernels, tested.variant ?? ''].join(' ').trim(), tested] as const))(
    '%s',
    (_, tested) => {
      test(tested.gradient ? 'equals the cpu backend, gradients included' : 'equals the cpu backend', async () => {
        const property = fc.asyncProperty(fc.gen(), (generate) => checkLowering(tested, new Draw(generate, fc.integer)));
        await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true });
      });
    },
  );
}
