import { EXIT } from '../exit-codes.js';
import { AigcError } from './aigc-error.js';

/** A TensorFlow.js kernel that the engine cannot lower. */
export class UnsupportedKernelError extends AigcError {
  readonly kernel: string;
  readonly functionName: string;

  constructor(kernel: string, functionName: string, reason = 'no lowering is registered for it') {
    super('E-ENGINE-001', EXIT.failed, `compile: cannot trace kernel ${kernel} in function ${functionName}: ${reason}`, {
      hints: ['write the function with supported operations (see packages/engine/FEATURES.md), or run it with eager()'],
    });
    this.kernel = kernel;
    this.functionName = functionName;
  }
}
