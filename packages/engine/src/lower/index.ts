import { BINARY } from './binary.js';
import { CONVOLUTION } from './convolution.js';
import { INDEX_KERNELS } from './index-kernels.js';
import type { LoweringTable } from './lowering.js';
import { MATMUL } from './matmul.js';
import { REDUCE } from './reduce.js';
import { SHAPE } from './shape.js';
import { UNARY } from './unary.js';

/** Every kernel that the engine can trace. */
export const LOWERINGS: LoweringTable = { ...UNARY, ...BINARY, ...REDUCE, ...MATMUL, ...SHAPE, ...INDEX_KERNELS, ...CONVOLUTION };
