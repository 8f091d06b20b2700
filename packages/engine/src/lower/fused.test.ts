import { FUSED_CASES } from './testing/cases/contraction-cases.js';
import { testLowerings } from './testing/test-lowerings.js';

testLowerings(FUSED_CASES);
