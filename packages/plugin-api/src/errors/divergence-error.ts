import { EXIT } from '../exit-codes.js';
import { AigcError, type AigcErrorDetails } from './aigc-error.js';

/** A loss or gradient that is no longer finite. */
export class DivergenceError extends AigcError {
  constructor(code: `E-TRAIN-${string}`, message: string, details?: AigcErrorDetails) {
    super(code, EXIT.diverged, message, details);
  }
}
