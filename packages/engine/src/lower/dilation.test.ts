import { DILATION_CASES } from './testing/cases/dilation-cases.js';
import { testLowerings } from './testing/test-lowerings.js';

testLowerings(DILATION_CASES);
