import { EXIT } from '../exit-codes.js';
import { AigcError, type AigcErrorDetails } from './aigc-error.js';

/** A run directory that another process is writing to. */
export class RunLockedError extends AigcError {
  constructor(code: `E-LOCK-${string}`, message: string, details?: AigcErrorDetails) {
    super(code, EXIT.locked, message, details);
  }
}
