import { NORMALIZATION_CASES } from './testing/cases/normalization-cases.js';
import { testLowerings } from './testing/test-lowerings.js';

testLowerings(NORMALIZATION_CASES);
