import { BINARY } from './binary.js';
import { CONVOLUTION } from './convolution.js';
import { CONVOLUTION_3D } from './convolution-3d.js';
import { DEPTHWISE } from './depthwise-convolution.js';
import { DILATION } from './dilation.js';
import { EINSUM } from './einsum.js';
import { FUSED } from './fused.js';
import { INDEX_KERNELS } from './index-kernels.js';
import type { LoweringTable } from './lowering.js';
import { MATMUL } from './matmul.js';
import { NORMALIZATION } from './normalization.js';
import { ORDERING } from './ordering.js';
import { POOLING } from './pooling.js';
import { REARRANGE } from './rearrange.js';
import { REDUCE } from './reduce.js';
import { RESIZE } from './resize.js';
import { SCAN } from './scan.js';
import { SEQUENCE } from './sequence.js';
import { SHAPE } from './shape.js';
import { UNARY } from './unary.js';

/** Every kernel that the engine can trace. */
export const LOWERINGS: LoweringTable = {
  ...UNARY,
  ...BINARY,
  ...REDUCE,
  ...SCAN,
  ...MATMUL,
  ...EINSUM,
  ...SHAPE,
  ...REARRANGE,
  ...SEQUENCE,
  ...INDEX_KERNELS,
  ...ORDERING,
  ...CONVOLUTION,
  ...CONVOLUTION_3D,
  ...DEPTHWISE,
  ...POOLING,
  ...DILATION,
  ...RESIZE,
  ...NORMALIZATION,
  ...FUSED,
};
