import { BaseCommand } from '@aigc/cli-kit';
import { loadHelpClass } from '@oclif/core';
import { exitCodeTable } from '../help/exit-code-table.js';

export default class Help extends BaseCommand {
  static override summary = 'Show help for a command, or the table of exit codes';
  static override examples = ['<%= config.bin %> help train gan', '<%= config.bin %> help exit-codes'];
  static override strict = false;
  static override usage = 'help [COMMAND | exit-codes]';

  async run(): Promise<unknown> {
    const { argv } = await this.parse(Help);
    const words = argv.map(String);
    if (words[0] === 'exit-codes') {
      for (const { code, meaning } of exitCodeTable) this.log(`${String(code).padStart(4)}  ${meaning}`);
      return { exitCodes: exitCodeTable };
    }
    const HelpClass = await loadHelpClass(this.config);
    await new HelpClass(this.config, this.config.pjson.oclif.helpOptions ?? {}).showHelp(words);
    return { help: words };
  }
}
