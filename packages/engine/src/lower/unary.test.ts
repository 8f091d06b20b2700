import { UNARY_CASES } from './testing/cases/unary-cases.js';
import { testLowerings } from './testing/test-lowerings.js';

testLowerings(UNARY_CASES);
