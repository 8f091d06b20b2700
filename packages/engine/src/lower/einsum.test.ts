import { CONTRACTION_CASES } from './testing/cases/contraction-cases.js';
import { testLowerings } from './testing/test-lowerings.js';

testLowerings(CONTRACTION_CASES);
