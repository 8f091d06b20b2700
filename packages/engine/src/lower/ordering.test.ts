import { ORDERING_CASES } from './testing/cases/ordering-cases.js';
import { testLowerings } from './testing/test-lowerings.js';

testLowerings(ORDERING_CASES);
