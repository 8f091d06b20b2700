import { EXIT } from '../exit-codes.js';
import { AigcError, type AigcErrorDetails } from './aigc-error.js';

/** A run directory without a usable checkpoint. */
export class CheckpointError extends AigcError {
  constructor(code: `E-CKPT-${string}`, message: string, details?: AigcErrorDetails) {
    super(code, EXIT.noCheckpoint, message, details);
  }
}
