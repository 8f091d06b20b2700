import { BaseCommand } from '@aigc/cli-kit';
import { Flags } from '@oclif/core';
import type { ConfigOverview } from '../config/config-overview.js';
import type { ListedSetting } from '../config/list-settings.js';

export default class Config extends BaseCommand {
  static override summary = 'Show the settings of a command and where each comes from';
  static override description =
    'A flag wins over its variable, the variable over the project (aigc.config.yaml, .aigcrc or package.json here or above), the project over the user (config.yaml in the folder of user settings), and the user over the default. Without a command: the files, what they set, and the variables that are set.';
  static override examples = [
    '<%= config.bin %> config',
    '<%= config.bin %> config train gan --show-origin',
    '<%= config.bin %> config generate diffusion --json',
  ];
  static override usage = 'config [COMMAND...] [--show-origin]';
  static override strict = false;
  static override flags = {
    'show-origin': Flags.boolean({ description: 'Also show where each value comes from', env: 'AIGC_SHOW_ORIGIN' }),
  };

  async run(): Promise<{ command: string; settings: ListedSetting[] } | ConfigOverview> {
    const { argv, flags } = await this.parse(Config);
    const words = argv.map(String);
    const { config, io } = this;
    if (words.length === 0) {
      const { configOverview, overviewLines } = await import('../config/config-overview.js');
      const overview = await configOverview(config, io);
      for (const line of overviewLines(overview)) this.log(line);
      return overview;
    }
    const { settingsOfCommand } = await import('../config/settings-of-command.js');
    const { settingLines } = await import('../config/setting-lines.js');
    const settings = await settingsOfCommand(words, config, io);
    for (const line of settingLines(settings, { showOrigin: flags['show-origin'], cwd: io.cwd })) this.log(line);
    return { command: words.join(' '), settings };
  }
}
