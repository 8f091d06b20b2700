import { EXIT } from '../exit-codes.js';
import { AigcError, type AigcErrorDetails } from './aigc-error.js';

/** A disk that is full, read-only or failing. */
export class StorageError extends AigcError {
  constructor(code: `E-IO-${string}`, message: string, details?: AigcErrorDetails) {
    super(code, EXIT.storage, message, details);
  }
}
