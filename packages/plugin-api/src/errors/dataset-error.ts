import { EXIT } from '../exit-codes.js';
import { AigcError, type AigcErrorDetails } from './aigc-error.js';

/** A folder or file of training data that is missing, empty or too damaged to use. */
export class DatasetError extends AigcError {
  constructor(code: `E-DATA-${string}`, message: string, details?: AigcErrorDetails) {
    super(code, EXIT.badInput, message, details);
  }
}
