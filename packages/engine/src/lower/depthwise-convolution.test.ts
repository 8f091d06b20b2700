import { DEPTHWISE_CASES } from './testing/cases/depthwise-cases.js';
import { testLowerings } from './testing/test-lowerings.js';

testLowerings(DEPTHWISE_CASES);
