import { EXIT } from '../exit-codes.js';
import { AigcError, type AigcErrorDetails } from './aigc-error.js';

/** A program that aigc calls (ffmpeg ...) that is missing or failed. */
export class ExternalToolError extends AigcError {
  constructor(code: `E-TOOL-${string}`, message: string, details?: AigcErrorDetails) {
    super(code, EXIT.externalTool, message, details);
  }
}
