import { AigcError, type AigcErrorDetails, EXIT } from '@aigc/plugin-api';

/** A command line that cannot be understood: an unknown flag, a missing argument, a value out of range. */
export class UsageError extends AigcError {
  constructor(code: `E-CLI-${string}`, message: string, details?: AigcErrorDetails) {
    super(code, EXIT.usage, message, details);
  }
}
