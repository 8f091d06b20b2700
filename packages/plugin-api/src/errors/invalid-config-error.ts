import { EXIT } from '../exit-codes.js';
import { AigcError, type AigcErrorDetails } from './aigc-error.js';

/** A setting, flag or configuration file that cannot be used. */
export class InvalidConfigError extends AigcError {
  constructor(code: `E-CONFIG-${string}`, message: string, details?: AigcErrorDetails) {
    super(code, EXIT.usage, message, details);
  }
}
