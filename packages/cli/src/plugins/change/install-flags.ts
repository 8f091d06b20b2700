import { Flags } from '@oclif/core';

/** Flags of commands that bring packages in. */
export const installFlags = {
  'allow-list': Flags.string({
    description: 'Install without asking what this file names: a line "name@version sha512-…" for each package, and nothing else',
    env: 'AIGC_PLUGIN_ALLOW_LIST',
    helpValue: 'FILE',
  }),
  yes: Flags.boolean({ char: 'y', description: 'Do not ask; counts on a terminal only', env: 'AIGC_YES' }),
  'allow-new': Flags.boolean({
    description: 'Allow versions that were published less than 7 days ago',
    env: 'AIGC_PLUGIN_ALLOW_NEW',
  }),
  registry: Flags.string({
    description: "Registry to ask [default: that of npm's configuration]",
    env: 'AIGC_NPM_REGISTRY',
    helpValue: 'URL',
  }),
};
