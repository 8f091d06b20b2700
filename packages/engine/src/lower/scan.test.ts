import { SCAN_CASES } from './testing/cases/scan-cases.js';
import { testLowerings } from './testing/test-lowerings.js';

testLowerings(SCAN_CASES);
