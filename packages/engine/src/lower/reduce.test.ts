import { REDUCE_CASES } from './testing/cases/reduce-cases.js';
import { testLowerings } from './testing/test-lowerings.js';

testLowerings(REDUCE_CASES);
