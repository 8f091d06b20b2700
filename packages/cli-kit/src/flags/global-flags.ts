import { Flags } from '@oclif/core';

/** Flags that every aigc command takes. */
export const globalFlags = {
  json: Flags.boolean({
    description: 'Write JSON to stdout instead of text: one document, or one event a line while training',
    env: 'AIGC_JSON',
    helpGroup: 'GLOBAL',
  }),
  quiet: Flags.boolean({ description: 'No progress on stderr', env: 'AIGC_QUIET', helpGroup: 'GLOBAL' }),
  debug: Flags.boolean({ description: 'Show the stack of an error', env: 'AIGC_DEBUG', helpGroup: 'GLOBAL' }),
  'no-color': Flags.boolean({ description: 'No colour (as with NO_COLOR=1)', env: 'AIGC_NO_COLOR', helpGroup: 'GLOBAL' }),
};
