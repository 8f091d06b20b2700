import { MATMUL_CASES } from './testing/cases/matmul-cases.js';
import { testLowerings } from './testing/test-lowerings.js';

testLowerings(MATMUL_CASES);
