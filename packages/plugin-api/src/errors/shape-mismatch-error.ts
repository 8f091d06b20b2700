import { EXIT } from '../exit-codes.js';
import { AigcError, type AigcErrorDetails } from './aigc-error.js';

/** A tensor whose shape or dtype is not what a function was compiled for. The sentence: `where: expected …, got …`. */
export class ShapeMismatchError extends AigcError {
  constructor(where: string, expected: string, got: string, details?: AigcErrorDetails) {
    super('E-SHAPE-001', EXIT.failed, `${where}: expected ${expected}, got ${got}`, details);
  }
}
