import { RESIZE_CASES } from './testing/cases/resize-cases.js';
import { testLowerings } from './testing/test-lowerings.js';

testLowerings(RESIZE_CASES);
