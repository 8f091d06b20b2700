import { POOLING_CASES } from './testing/cases/pooling-cases.js';
import { testLowerings } from './testing/test-lowerings.js';

testLowerings(POOLING_CASES);
