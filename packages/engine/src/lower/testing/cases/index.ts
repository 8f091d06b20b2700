import type { LoweringCase } from '../lowering-case.js';
import { BINARY_CASES } from './binary-cases.js';
import { CONTRACTION_CASES, FUSED_CASES } from './contraction-cases.js';
import { CONVOLUTION_3D_CASES } from './convolution-3d-cases.js';
import { CONVOLUTION_CASES } from './convolution-cases.js';
import { DEPTHWISE_CASES } from './depthwise-cases.js';
import { DILATION_CASES } from './dilation-cases.js';
import { INDEX_CASES } from './index-cases.js';
import { MATMUL_CASES } from './matmul-cases.js';
import { NORMALIZATION_CASES } from './normalization-cases.js';
import { ORDERING_CASES } from './ordering-cases.js';
import { POOLING_CASES } from './pooling-cases.js';
import { REARRANGE_CASES } from './rearrange-cases.js';
import { REDUCE_CASES } from './reduce-cases.js';
import { RESIZE_CASES } from './resize-cases.js';
import { SCAN_CASES } from './scan-cases.js';
import { SHAPE_CASES } from './shape-cases.js';
import { UNARY_CASES } from './unary-cases.js';

/** Every case that a test of a lowering runs. */
export const ALL_CASES: readonly LoweringCase[] = [
  ...UNARY_CASES,
  ...BINARY_CASES,
  ...REDUCE_CASES,
  ...SCAN_CASES,
  ...MATMUL_CASES,
  ...CONTRACTION_CASES,
  ...FUSED_CASES,
  ...SHAPE_CASES,
  ...REARRANGE_CASES,
  ...INDEX_CASES,
  ...ORDERING_CASES,
  ...CONVOLUTION_CASES,
  ...CONVOLUTION_3D_CASES,
  ...DEPTHWISE_CASES,
  ...POOLING_CASES,
  ...DILATION_CASES,
  ...RESIZE_CASES,
  ...NORMALIZATION_CASES,
];
