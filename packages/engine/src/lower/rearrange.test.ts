import { REARRANGE_CASES } from './testing/cases/rearrange-cases.js';
import { testLowerings } from './testing/test-lowerings.js';

testLowerings(REARRANGE_CASES);
