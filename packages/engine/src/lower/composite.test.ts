import { COMPOSITE_CASES } from './testing/cases/composite-cases.js';
import { testLowerings } from './testing/test-lowerings.js';

testLowerings(COMPOSITE_CASES);
