import { EXIT } from '../exit-codes.js';
import { AigcError, type AigcErrorDetails } from './aigc-error.js';

/** One media or model file that cannot be read as what it claims to be. */
export class DecodeError extends AigcError {
  constructor(code: `E-DECODE-${string}`, message: string, details?: AigcErrorDetails) {
    super(code, EXIT.badInput, message, details);
  }
}
