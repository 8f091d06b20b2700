import { EXIT } from '../exit-codes.js';
import { AigcError, type AigcErrorDetails } from './aigc-error.js';

/** A device that is not there, was lost or ran out of memory. */
export class DeviceError extends AigcError {
  constructor(code: `E-DEVICE-${string}`, message: string, details?: AigcErrorDetails) {
    super(code, EXIT.device, message, details);
  }
}
