import { CONVOLUTION_3D_CASES } from './testing/cases/convolution-3d-cases.js';
import { testLowerings } from './testing/test-lowerings.js';

testLowerings(CONVOLUTION_3D_CASES);
