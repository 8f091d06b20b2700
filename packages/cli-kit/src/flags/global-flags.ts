import { Flags } from '@oclif/core';

/** Flags that every aigc command takes. */
export const globalFlags = {
  json: Flags.boolean({
    description: 'Write JSON to stdout instead of text: one document, or one event a line while training',
    env: 'AIGC_JSON',
    helpGroup: 'GLOBAL',
  }),
  events: Flags.string({
    description: 'Write what happens to stderr as JSON, one event a line, in place of text',
    options: ['ndjson'],
    env: 'AIGC_EVENTS',
    helpGroup: 'GLOBAL',
  }),
  'events-file': Flags.string({
    description: 'Add what happens to a file as JSON, one event a line',
    env: 'AIGC_EVENTS_FILE',
    helpValue: 'FILE',
    helpGroup: 'GLOBAL',
  }),
  quiet: Flags.boolean({ description: 'No progress on stderr', env: 'AIGC_QUIET', helpGroup: 'GLOBAL' }),
  debug: Flags.boolean({ description: 'Show the stack of an error', env: 'AIGC_DEBUG', helpGroup: 'GLOBAL' }),
  'no-color': Flags.boolean({ description: 'No colour (as with NO_COLOR=1)', env: 'AIGC_NO_COLOR', helpGroup: 'GLOBAL' }),
};
