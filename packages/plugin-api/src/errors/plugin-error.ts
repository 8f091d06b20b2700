import { EXIT } from '../exit-codes.js';
import { AigcError, type AigcErrorDetails } from './aigc-error.js';

/** A plugin that is missing, of another API version or broken. */
export class PluginError extends AigcError {
  constructor(code: `E-PLUGIN-${string}`, message: string, details?: AigcErrorDetails) {
    super(code, EXIT.pluginRefused, message, details);
  }
}
