import { CONVOLUTION_CASES } from './testing/cases/convolution-cases.js';
import { testLowerings } from './testing/test-lowerings.js';

testLowerings(CONVOLUTION_CASES);
