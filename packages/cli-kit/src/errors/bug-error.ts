import { AigcError, type AigcErrorDetails, EXIT } from '@aigc/plugin-api';

/** An exception nobody foresaw: our fault, not the user's. */
export class BugError extends AigcError {
  constructor(message: string, details: AigcErrorDetails) {
    super('E-BUG-001', EXIT.bug, message, details);
  }
}
