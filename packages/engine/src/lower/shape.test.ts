import { SHAPE_CASES } from './testing/cases/shape-cases.js';
import { testLowerings } from './testing/test-lowerings.js';

testLowerings(SHAPE_CASES);
