import { BINARY_CASES } from './testing/cases/binary-cases.js';
import { testLowerings } from './testing/test-lowerings.js';

testLowerings(BINARY_CASES);
