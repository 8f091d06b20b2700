import { INDEX_CASES } from './testing/cases/index-cases.js';
import { testLowerings } from './testing/test-lowerings.js';

testLowerings(INDEX_CASES);
